"""Words of German files with what they mean in closed lists and as groups of people: proposals, no more."""

from __future__ import annotations

import re
from collections.abc import Iterable

from data.importing.meaning.columns import normalised

CATEGORY_WORDS = {
    "kita": r"kita|kindertages|kindergarten|krippe|kinderhaus|kinderladen|tagespflege|\bhort",
    "school": r"schul|gymnasi|lyzeum|berufskolleg",
    "accommodation": r"unterkunft|wohnheim|unterbringung|asylbewerberheim|gemeinschaftsunterk|wohnprojekt",
    "counselling": r"beratung|migrationsdienst|\bmbe\b|\bjmd\b|sozialdienst",
    "course": r"sprachkurs|integrationskurs|deutschkurs|alphabetisierung|\bkurs",
    "health": r"klinik|krankenhaus|arztpraxis|gesundheit|ambulanz|mvz|pflege",
    "volunteering": r"ehrenamt|helferkreis|freiwillig|initiative|patenschaft",
    "meeting_place": r"jugendfreizeit|jugendclub|jugendzentrum|jugendhaus|treff|begegnung|nachbarschaft|quartiersb",
    "employment": r"arbeitsgelegenheit|beschaeftigung|qualifizierung|jobcenter",
}
"""Category of sites to what its German words look like."""

KIND_WORDS: dict[str, dict[str, str]] = {
    "kita": {
        "under_3": r"krippe|\bu ?3\b|unter (?:3|drei)|0 ?(?:-|bis) ?(?:unter )?3",
        "after_school": r"hort|schulkind|nachmittagsbetreuung",
        "3_to_6": r"kindergarten|ue ?3|ueber (?:3|drei)|ab (?:3|drei)|3 ?(?:-|bis) ?(?:unter )?[67]|elementar",
    },
    "school": {
        "vocational": r"beruf|oberstufenzentrum|fachschule|fachoberschule|fachakademie|bsz\b|bbs\b",
        "preparatory": r"vorbereitung|willkommens|daz.?klasse|internationale klasse",
        "primary": r"grundschul|primar|volksschule",
        "upper_secondary": r"gymnasi|gesamtschul|abendgymn|kolleg|oberstufe|waldorf",
        "lower_secondary": r"oberschul|realschul|hauptschul|mittelschul|sekundarschul|regelschul|regionale schule"
        r"|gemeinschaftsschul|stadtteilschul|foerder|sonderpaed|lernfoerd|werkrealschul",
    },
    "accommodation": {
        "large_hostel": r"gross(?:unterkunft|wohnheim|e)|erstaufnahme|aufnahmeeinrichtung|ankunft",
        "container": r"container|modul|mobile raum|tempohome",
        "gymnasium": r"turnhalle|sporthalle|notunterkunft|halle",
        "flat": r"wohnung|dezentral",
        "protected": r"schutz",
        "project": r"wohnprojekt|projekt|wohngruppe",
        "hostel": r"gemeinschaftsunterkunft|\bgu\b|wohnheim|uebergangsheim|asylbewerberheim|heim|sammelunterkunft",
    },
    "course": {
        "alphabetisation": r"alpha",
        "school_certificate": r"schulabschluss",
        "orientation": r"orientierung",
        "language_and_trade": r"beruf",
        **{level: rf"\b{level.lower()}\b" for level in ("A1", "A2", "B1", "B2", "C1")},
    },
    "counselling": {
        "MBE": r"\bmbe\b|migrationsberatung",
        "JMD": r"\bjmd\b|jugendmigrations",
        "FSA": r"\bfsa\b|fluechtlingssozial",
        "IBS": r"\bibs\b",
        "integration_companion": r"integrationsbegleit|integrationslots",
    },
    "meeting_place": {
        "youth_centre": r"jugend",
        "quarter_office": r"quartier|stadtteilb",
        "community_centre": r"gemeinwesen|begegnung|nachbarschaft|familienzentrum|treff|buergerhaus",
    },
    "volunteering": {"network": r"netzwerk|buendnis|helferkreis|initiative", "coordination": r"koordinat"},
    "health": {"clinic": r"klinik|krankenhaus|ambulanz|praxis", "interpreting": r"dolmetsch|sprachmittl"},
    "employment": {
        "work_opportunity": r"arbeitsgelegenheit|1.euro",
        "employer_contact": r"arbeitgeber",
        "training_project": r"qualifi|ausbildung|projekt",
    },
}
"""Category to its kinds with what their German words look like, the more special ones first."""

AUDIENCE_WORDS = {"public": r"oeffentlich|alle|public", "council": r"rat|politik", "manager": r"intern|verwaltung"}
TRUTH_WORDS = {"yes": r"vorhanden|x|selbstversorg\w*", "no": r"nicht vorhanden|keine?|vollverpfleg\w*|catering"}

TOTAL = (
    r"(?:ew|einw|einwohner|einwohnerzahl|einwohner_innen|einwohnerinnen|bevoelkerung|bevoelkerungszahl|inhabitants"
    r"|population|residents?|hauptwohner|personen)(?:_(?:gesamt|insgesamt|total|zahl|count|hauptwohnung))?(?:_\d{4}|_\d\d_\d\d_\d{4})?"
)
FIGURE_WORDS = (
    ("population.total", rf"gesamt|insgesamt|total|(?:[a-z]+_)?{TOTAL}"),
    ("population.female", r"(?:\w+_)?(?:weiblich|frauen|female|w)"),
    ("population.male", r"(?:\w+_)?(?:maennlich|maenner|male|m)"),
    ("foreigners.total", r"(?:\w+_)?(?:auslaender|auslaenderinnen|auslaender_innen|foreigners|nichtdeutsche)"),
    ("households.total", r"(?:anzahl_)?(?:haushalte|privathaushalte|households|hh)(?:_(?:gesamt|insgesamt|\d{4}))?"),
    ("households.single_parent", r"(?:\w+_)?(?:alleinerziehende?n?|single_parents?)(?:_haushalte)?"),
    ("households.five_plus", r"(?:\w*_)?5_?(?:u_m|und_mehr|plus).*"),
    ("protection_seekers.total", r"(?:\w+_)?(?:gefluechtete|schutzsuchende|fluechtlinge|asylbewerber)(?:_\w+)?"),
    ("jobseekers.total", r"(?:\w+_)?(?:arbeitsuchende|arbeitssuchende|jobseekers)"),
)
SHARE = re.compile(r"density|prozent|percent|anteil|quote|rate|pct|dichte|\bpro\b|_je_")
AGE = re.compile(r"(?:^|_)(\d{1,2})_(?:bis_)?(unter_)?(\d{1,2})(?:_|$)")
BELOW = re.compile(r"(?:^|_)(?:unter|below|under|u|bis_unter)_?(\d{1,2})(?:_|$)")
ABOVE = re.compile(r"(?:^|_)(?:ab|ueber|above|over)_?(\d{2})(?:_|$)|(?:^|_)(\d{2})_?(?:und|u|\+|plus)")
PART = re.compile(r"migration|auslaend|foreign|german|deutsch|haush|household")
OTHER = re.compile(r"migration|auslaend|foreign|german|deutsch|from_|haush|pers|household")


def kind_meant(text: str, category: str) -> str | None:
    """The kind that a German word means in a category, None where it says none.

    >>> kind_meant("Grundschule", "school"), kind_meant("Gemeinschaftsunterkunft", "accommodation")
    ('primary', 'hostel')
    """
    plain = normalised(text).replace("_", " ")
    kinds = KIND_WORDS.get(category, {})
    return next((kind for kind, words in kinds.items() if re.search(words, plain)), None)


def category_meant(text: str) -> str | None:
    """The category of sites that a German word means."""
    plain = normalised(text).replace("_", " ")
    return next((category for category, words in CATEGORY_WORDS.items() if re.search(words, plain)), None)


def word_meant(column: str, text: str) -> str | None:
    """What a German word means in a closed list of another column."""
    plain = normalised(text).replace("_", " ")
    if column == "category":
        return category_meant(text)
    known = (
        AUDIENCE_WORDS if column == "audience" else TRUTH_WORDS if column in ("self_catering", "common_room") else {}
    )
    return next((value for value, words in known.items() if re.fullmatch(words, plain)), None)


def figures_meant(names: Iterable[str]) -> dict[str, str]:
    """Columns of a wide table by the indicator and group that their names mean, as ``population.age_0_5``.

    Bounds of ages are exclusive where the next column begins with the same year ("6-15", "15-18").

    >>> figures_meant(["Gesamt", "unter6", "6-15", "15-18", "65undmehr", "ausländer"])["population.age_6_14"]
    '6-15'
    """
    plain = {name: normalised(name) for name in names}
    plain = {name: text for name, text in plain.items() if not SHARE.search(text)}
    starts = {int(match[1]) for text in plain.values() if (match := AGE.search(text))}
    starts |= {int(match[1] or match[2]) for text in plain.values() if (match := ABOVE.search(text))}
    found: dict[str, str] = {}
    for name, text in plain.items():
        key = next((key for key, words in FIGURE_WORDS if re.fullmatch(words, text)), None) or _age(text, starts)
        if key is not None and not (key.startswith("population.") and PART.search(text)):
            found.setdefault(key, name)
    return found


def _age(text: str, starts: set[int]) -> str | None:
    if OTHER.search(text):
        return None
    if match := AGE.search(text):
        first, last = int(match[1]), int(match[3])
        last -= bool(match[2]) or last in starts
        return f"population.age_{first}_{last}" if first < last else None
    if match := ABOVE.search(text):
        return f"population.age_{int(match[1] or match[2])}_plus"
    if match := BELOW.search(text):
        return f"population.age_0_{int(match[1]) - 1}"
    return None
