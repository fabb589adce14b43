"""Which column of a file is which column of the contract."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

import pandas as pd

from data.contracts import TABLES
from data.errors import Problem
from data.importing.meaning.arranging import parts
from data.importing.options import Correction, Options, UnknownColumnError

AREA = (
    "id code schluessel gebiet gebietsschluessel plr_id ags ref gemeindeschluessel kennziffer pgr_id bez_id"
    " | gebietsnummer gebiets_nr gebiet_nr gebietsnr gebiets_id gebietscode bezirk_nr bezirksnummer bezirksnr"
    " stadtbezirk_nr stadtbezirksnummer ortsteil_nr ortsteilnummer ortsteilschluessel stadtteil_nr stadtteilnummer"
    " stadtteilschluessel stadtteil_id ortsteil_id bezirk_id raum_nr raumnummer raum_id gkz gemeindekennziffer"
    " gemeindekennzahl gemeindenummer amtlicher_gemeindeschluessel planungsraum_nummer lor lor_id"
    " statistischer_bezirk viertel_nr quartier_nr kreisschluessel wb area_code geo_id"
    " | rs ars regionalschluessel amtlicher_regionalschluessel"
)
NAMED = (
    " | stadtteil ortsteil stadtbezirk gemeinde planungsraum stadtviertel quartier gebietsname"
    " | bezirk stadtteil_name ortsteil_name gemeindename raumeinheit gebietseinheit"
)
"""Columns of figures whose rows may name areas by their names."""

OFFER = tuple(column for column in TABLES["offers"].columns if column != "site_id")
FLAT = {"sites": ("lon", "lat", "offer", *OFFER)}
"""Columns that files have besides a contract's own: a position, whether the row has an offer, and the offer."""

PLACES = (
    "places plaetze platzzahl kapazitaet e_platz | betreuungsplaetze plaetze_gesamt gesamtplaetze anzahl_plaetze"
    " plaetze_insgesamt platzkapazitaet genehmigte_plaetze belegungskapazitaet unterkunftsplaetze"
)
DAY = "stand stichtag datum date | jahr year berichtsjahr erhebungsjahr stand_der_daten zeitpunkt zeit berichtsmonat"

SYNONYMS: dict[str, dict[str, str]] = {
    "areas": {
        "area_id": AREA + " | nr nummer kennung",
        "name": "name_statistik bezeichnung gebietsname plr_name pgr_name stadtteil ortsteil gemeinde titel"
        " | gen gebietsbezeichnung stadtteilname ortsteilname bezirksname gemeindename raumname planungsraum_name"
        " wb_text label stadtviertel quartier",
        "level": "ebene",
        "parent_id": "uebergeordnet parent stadtbezirk bezirk landkreis | eltern obergebiet",
    },
    "sites": {
        "site_id": "id e_nr nr nummer kennung einrichtungsnummer bsn ik_nummer"
        " | einrichtungs_id schulnummer dienststellenschluessel kita_nr einrichtung_id objekt_id lfd_nr",
        "name": "e_name bezeichnung einrichtung einrichtung_name titel"
        " | einrichtungsname name_der_einrichtung schulname schule kita objekt",
        "category": "kategorie",
        "operator": "traeger t_name traegername sponsor_name carrier | betreiber traegerschaft name_des_traegers",
        "address": "adresse anschrift strasse street e_strasse gc_strasse"
        " | strasse_hausnummer strasse_und_hausnummer strasse_hausnr strasse_nr standort adresse_roh",
        "languages": "sprachen",
        "area_id": "plr_id gebiet gebietsschluessel | stadtteil_nr ortsteil_nr",
        "opened_on": "eroeffnet eroeffnung offen_seit geoeffnet_seit | in_betrieb_seit eroeffnungsdatum"
        " inbetriebnahme",
        "closes_on": "schliesst schliessung offen_bis geoeffnet_bis | laufzeit_bis mietvertrag_bis",
        "lon": "lng long longitude laenge laengengrad x | easting ostwert rechtswert gk_easting utm_ost utm_easting"
        " x_koordinate x_wert xwert gc_xwert wgs84_east geo_laenge rechts e_koordinate koord_x utm_x point_x",
        "lat": "latitude breite breitengrad y | northing nordwert hochwert gk_northing utm_nord utm_northing"
        " y_koordinate y_wert ywert gc_ywert wgs84_north geo_breite hoch n_koordinate koord_y utm_y point_y",
        "kind": "angebotsart",
        "capacity": PLACES,
        "staff": "personal vze stellen | vollzeitstellen vzae stellenanteile",
        "reserve": "reserveplaetze",
        "role": "rolle",
        "funded_until": "gefoerdert_bis | foerderung_bis",
        "funding": "foerderung | foerderprogramm mittelgeber",
    },
    "offers": {
        "site_id": "id nr kennung",
        "kind": "angebotsart",
        "capacity": PLACES,
        "staff": "personal vze stellen | vollzeitstellen vzae stellenanteile",
    },
    "statistics": {
        "area_id": AREA + NAMED,
        "indicator": "kennzahl indikator merkmal | indikatorname",
        "group": "gruppe | altersgruppe auspraegung",
        "as_of": DAY,
        "value": "wert anzahl",
        "marker": "kennzeichen",
    },
    "caseload": {
        "site_id": "einrichtung",
        "area_id": AREA,
        "group": "gruppe",
        "as_of": DAY,
        "occupied": "belegt belegung | bewohner belegte_plaetze",
        "consultations": "beratungen",
        "rejected": "abgewiesen",
        "waiting": "wartend warteliste",
    },
    "measures": {
        "measure_id": "id nr nummer",
        "title": "titel massnahme bezeichnung",
        "area_id": "gebiet gebietsschluessel",
        "domain": "handlungsfeld",
        "target_group": "zielgruppe",
        "age_group": "altersgruppe",
        "origin_group": "herkunftsgruppe herkunft",
        "responsible": "verantwortlich zustaendig federfuehrung",
        "partners": "beteiligte partner",
        "due": "frist faellig bis faellig_am",
        "indicator": "kennzahl indikator",
        "baseline": "ausgangswert",
        "target": "zielwert ziel",
        "status": "stand umsetzungsstand",
        "note": "bemerkung notiz anmerkung",
        "audience": "sichtbar_fuer sichtbarkeit",
    },
    "agendas": {
        "agenda_id": "id sitzung",
        "position": "nr nummer reihenfolge",
        "title": "titel bezeichnung",
        "reference": "vorlage vorlagennummer",
        "view": "ansicht link",
        "audience": "sichtbar_fuer",
    },
    "sources": {
        "source_id": "id",
        "title": "titel",
        "publisher": "herausgeber",
        "licence": "lizenz license",
        "as_of": "stand",
    },
}
"""Names seen in files, normalised, by column of the contract; names behind a ``|`` count where none before does."""

FIELD_NAME = 10
"""Letters that the name of a column has at most in a Shapefile."""

OURS = re.compile(r"source_(?!id$)\w+|edition")
"""Columns that our own exports add for people; they say nothing about the rows."""


def normalised(name: str) -> str:
    """A column name for comparison: lower case, ASCII umlauts, words joined by ``_``."""
    plain = name.strip().lower()
    for sign, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        plain = plain.replace(sign, letters)
    return re.sub(r"[\s\-./(),:;'\"+]+", "_", plain).strip("_")


@dataclass
class Matched:
    """Columns of the contract with the columns of the file they come from.

    Attributes:
        columns: contract to file.
        extra: keys of the mapping that name something else than a column (``under_3.capacity``).
        ignored: columns of the file that nothing uses.
    """

    columns: dict[str, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def match(table: str, found: list[str], options: Options, without: Iterable[str] = ()) -> Matched:
    """Find each column of the contract in a file.

    The mapping of the options wins (also where it says that there is none), then a column of the very name, then
    a known synonym; where two columns could be meant none is taken. Columns of the contract named in ``without``
    are not looked for.
    """
    result = Matched()
    expected = (*TABLES[table].columns, *FLAT.get(table, ()))
    own = [column for column in dict.fromkeys(expected) if column != "geometry"]
    mapping = {column: name for column, name in options.mapping.items() if column not in options.absent}
    for column, name in mapping.items():
        if name not in found:
            values = {"known": ", ".join(found)}
            near = tuple(f"--map {column}={other}" for other in get_close_matches(name, found, 3, 0.75))
            problem = Problem("column_not_in_file", column=column, value=name, values=values, remedies=near)
            result.problems.append(problem)
        (result.columns if column in own else result.extra)[column] = name
    taken = {part for name in mapping.values() for part in (name, *parts(name))}
    plain = {name: normalised(name) for name in found}
    for column in own:
        if column in options.mapping or column in options.constants or column in without:
            continue
        candidates = [name for name in found if name == column]
        candidates = candidates or [name for name in found if plain[name] == column and name not in taken]
        if not candidates:
            free = [name for name in found if name not in taken and name not in own]
            candidates = _synonyms(SYNONYMS[table].get(column, ""), free, plain) or _cut(table, column, free, plain)
        if len(candidates) == 1:
            result.columns[column] = candidates[0]
        elif candidates:
            values = {"known": ", ".join(candidates)}
            choices = tuple(f"--map {column}={name}" for name in candidates)
            result.problems.append(Problem("column_ambiguous", column=column, values=values, remedies=choices))
    used = {*result.columns.values(), *result.extra.values()}
    used |= {part for name in used for part in parts(name)}
    result.ignored = [name for name in found if name not in used]
    return result


def _synonyms(ranks: str, found: list[str], plain: Mapping[str, str]) -> list[str]:
    """Columns of a file with a name of the first rank that has any."""
    for rank in ranks.split("|"):
        known = set(rank.split())
        if candidates := [name for name in found if plain[name] in known]:
            return candidates
    return []


def _cut(table: str, column: str, found: list[str], plain: Mapping[str, str]) -> list[str]:
    """Columns with a known name as a Shapefile cuts it off, where only one column can be meant by what is left."""
    known = {other: words.replace("|", " ").split() for other, words in SYNONYMS[table].items()}

    def meant(name: str) -> list[str]:
        return [other for other, words in known.items() if any(word.startswith(plain[name]) for word in words)]

    return [name for name in found if len(name) == FIELD_NAME and meant(name) == [column]]


def known_names(table: str, names: Iterable[str], free: bool) -> None:
    """Refuse options that name no column.

    Args:
        table: whose columns count.
        names: columns that options name.
        free: whether other names may stand for something (indicators, groups).

    Raises:
        UnknownColumnError: for the first such name.
    """
    expected = (*TABLES[table].columns, *FLAT.get(table, ()))
    known = [column for column in dict.fromkeys(expected) if column != "geometry"]
    for name in names:
        per_kind = table == "sites" and name.rpartition(".")[2] in OFFER and "." in name
        if name not in known and not free and not per_kind:
            raise UnknownColumnError(column=name, table=table, known=", ".join(known))


def correct(
    texts: pd.DataFrame, columns: Mapping[str, str], corrections: Iterable[Correction]
) -> tuple[pd.DataFrame, list[Problem], list[str]]:
    """Set single cells right.

    Returns:
        The corrected texts, problems, and what was done, as ``Zeile 123: area_id 06010102 → 04030417``.
    """
    corrected, problems, done = texts.copy(), [], []
    for correction in corrections:
        name = columns.get(correction.column, correction.column)
        if name not in texts:
            problems.append(Problem("correction_column", column=correction.column, value=correction.column))
        elif correction.row not in texts.index:
            values = {"count": len(texts)}
            problems.append(Problem("correction_row", row=correction.row, column=name, values=values))
        else:
            before = str(corrected.at[correction.row, name])
            corrected.at[correction.row, name] = correction.value
            done.append(f"Zeile {correction.row}: {correction.column} {before} → {correction.value}")
    return corrected, problems, done


def chosen(texts: pd.DataFrame, columns: Mapping[str, str], constants: Mapping[str, str]) -> pd.DataFrame:
    """The columns of the contract as text: from the file, or the same in every row."""
    frame = pd.DataFrame({column: texts[name] for column, name in columns.items()}, index=texts.index, dtype="str")
    for column, value in constants.items():
        frame[column] = value
    return frame


def ignored_note(ignored: Iterable[str]) -> list[Problem]:
    """A note that names the columns which nothing used, but for those of our own exports."""
    foreign = [name for name in ignored if not OURS.fullmatch(name)]
    return [Problem("columns_ignored", "note", values={"known": ", ".join(foreign)})] if foreign else []
