"""The catalogue of what is public, as linked data after DCAT-AP.de: one dataset a table of a city.

Property by property as https://www.dcat-ap.de/def/dcatde/2.0/spec/ and 3.0 ask; vocabularies of licences, geocoding
and contributors at http://dcat-ap.de/def/, of themes, formats, languages and frequencies at
http://publications.europa.eu/resource/authority/.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path

import pandas as pd
from rdflib import DCAT, DCTERMS, FOAF, OWL, RDF, RDFS, XSD, Graph, Literal, Namespace, URIRef

from data import messages
from data.audiences import PUBLIC
from data.city import City
from data.contracts import TABLES
from data.exporting import document, table_endings
from data.licences import common
from data.store import Store
from data.writing import Document

DEFAULTS = Path(__file__).parent / "catalogue.toml"
LANGUAGES = {"de": "DEU", "en": "ENG"}
DCATDE = Namespace("http://dcat-ap.de/def/dcatde/")
DCATAP = Namespace("http://data.europa.eu/r5r/")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
AUTHORITY = "http://publications.europa.eu/resource/authority/"
GEOCODING = "http://dcat-ap.de/def/politicalGeocoding/"
KEYS = {
    r"\d{8}": ("municipalityKey", "municipality"),
    r"\d{5}": ("districtKey", "administrativeDistrict"),
    r"\d{2}": ("stateKey", "state"),
}
"""Shape of the key of a whole city or county (AGS) to its list and level."""

FORMATS = {
    ".csv": ("CSV", "text/csv"),
    ".xlsx": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".geojson": ("GEOJSON", "application/geo+json"),
    ".gpkg": ("GPKG", "application/geopackage+sqlite3"),
}
"""Ending to its entry in the list of file types, and its media type."""

THEMES = {
    "areas": ("REGI",),
    "sites": ("SOCI", "EDUC", "HEAL"),
    "offers": ("SOCI", "EDUC", "HEAL"),
    "sources": ("GOVE",),
}
SERIALISATIONS = {
    ".ttl": ("turtle", "text/turtle"),
    ".rdf": ("xml", "application/rdf+xml"),
    ".jsonld": ("json-ld", "application/ld+json"),
}
"""Ending to rdflib's name of the format, and its media type."""


@dataclass(frozen=True)
class Publisher:
    """Who publishes, as ``texts/catalogue.toml`` says; the file beside this module names each entry."""

    address: str
    publisher: str
    publisher_homepage: str
    contributor_id: str
    contact: str


def read_publisher(text: str | None) -> Publisher:
    """Who publishes: what the text of a ``catalogue.toml`` says, and what it does not say as not filled in."""
    known = tomllib.loads(DEFAULTS.read_text(encoding="utf-8")) | tomllib.loads(text or "")
    return Publisher(**{field.name: str(known[field.name]) for field in fields(Publisher)})


def published(store: Store, city: str) -> dict[str, Document]:
    """Tables of a city that have rows which the public may see."""
    found = {name: document(store, city, name, viewer=PUBLIC) for name in TABLES}
    return {name: one for name, one in found.items() if len(one.rows)}


def catalogue(store: Store, publisher: Publisher, address: str) -> Graph:
    """The catalogue of every city that the public may see.

    Args:
        store: where the tables are.
        publisher: who publishes.
        address: of the atlas, without a slash at its end; every address in the catalogue begins with it.
    """
    graph = Graph()
    for prefix, names in {"dcatde": DCATDE, "dcatap": DCATAP, "dcat": DCAT, "dct": DCTERMS}.items():
        graph.bind(prefix, names)
    own, agent = URIRef(f"{address}/daten/katalog"), URIRef(f"{address}/daten/katalog#publisher")
    graph.add((agent, RDF.type, FOAF.Agent))
    graph.add((agent, FOAF.name, Literal(publisher.publisher)))
    if publisher.publisher_homepage:
        graph.add((agent, FOAF.homepage, _address(publisher.publisher_homepage)))
    graph.add((own, RDF.type, DCAT.Catalog))
    _texts(graph, own, DCTERMS.title, "catalogue.title")
    _texts(graph, own, DCTERMS.description, "catalogue.description")
    graph.add((own, DCTERMS.publisher, agent))
    graph.add((own, FOAF.homepage, URIRef(f"{address}/daten")))
    graph.add((own, DCAT.themeTaxonomy, URIRef(f"{AUTHORITY}data-theme")))
    _languages(graph, own)
    changed = []
    for city in store.cities(viewer=PUBLIC):
        tables = published(store, city.slug)
        for name, found in tables.items():
            dataset = URIRef(f"{address}/daten/{city.slug}/{name}")
            graph.add((own, DCAT.dataset, dataset))
            graph.add((dataset, DCTERMS.publisher, agent))
            graph.add((dataset, DCATDE.contributorID, URIRef(publisher.contributor_id)))
            if publisher.contact:
                _contact(graph, dataset, publisher)
            _dataset(graph, dataset, city, found, address)
            _place(graph, dataset, city, tables.get("areas"))
            changed.append(found.made)
    if changed:
        graph.add((own, DCTERMS.modified, _moment(max(changed).isoformat())))
    return graph


def serialised(graph: Graph, ending: str) -> bytes:
    """The catalogue as a file of one of :data:`SERIALISATIONS`."""
    return graph.serialize(format=SERIALISATIONS[ending][0], encoding="utf-8")


def _dataset(graph: Graph, dataset: URIRef, city: City, found: Document, address: str) -> None:
    name, rows = found.name, len(found.rows)
    invented = _invented(found)
    title = f"catalogue.dataset.{name}"
    graph.add((dataset, RDF.type, DCAT.Dataset))
    for language in LANGUAGES:
        say = messages.texts(messages.LOCALES, language)
        head, about = say[title].format(city=city.name), say[f"catalogue.about.{name}"]
        if invented:
            head = say["catalogue.demo"] + head
            about += " " + say["catalogue.demo_note"].format(invented=invented, rows=rows)
        graph.add((dataset, DCTERMS.title, _text(head, language)))
        graph.add((dataset, DCTERMS.description, Literal(about, lang=language)))
    graph.add((dataset, DCTERMS.identifier, Literal(str(dataset))))
    graph.add((dataset, DCTERMS.modified, _moment(found.made.isoformat())))
    for version in (OWL.versionInfo, URIRef(f"{DCAT}version")):  # of DCAT-AP 2 and 3
        graph.add((dataset, version, Literal(str(int(found.credits["edition"].iloc[0])))))
    graph.add((dataset, DCAT.landingPage, URIRef(f"{address}/daten?city={city.slug}")))
    graph.add((dataset, DCTERMS.accrualPeriodicity, URIRef(f"{AUTHORITY}frequency/IRREG")))
    for theme in THEMES.get(name, ("SOCI",)):
        graph.add((dataset, DCAT.theme, URIRef(f"{AUTHORITY}data-theme/{theme}")))
    _languages(graph, dataset)
    _temporal(graph, dataset, found)
    _provenance(graph, dataset, found.sources)
    for ending in table_endings(name):
        _distribution(graph, dataset, found, ending, city, demo=bool(invented))


def _distribution(graph: Graph, dataset: URIRef, found: Document, ending: str, city: City, *, demo: bool) -> None:
    own = URIRef(f"{dataset}#{ending[1:]}")
    format_, media = FORMATS[ending]
    graph.add((dataset, DCAT.distribution, own))
    graph.add((own, RDF.type, DCAT.Distribution))
    for language in LANGUAGES:
        say = messages.texts(messages.LOCALES, language)
        title = say[f"catalogue.dataset.{found.name}"].format(city=city.name)
        text = say["catalogue.distribution"].format(title=title, format=format_)
        graph.add((own, DCTERMS.title, _text(text, language)))
    graph.add((own, DCAT.accessURL, URIRef(f"{dataset}{ending}")))
    graph.add((own, DCAT.downloadURL, URIRef(f"{dataset}{ending}")))
    graph.add((own, DCTERMS["format"], URIRef(f"{AUTHORITY}file-type/{format_}")))
    graph.add((own, DCAT.mediaType, URIRef(f"http://www.iana.org/assignments/media-types/{media}")))
    graph.add((own, DCTERMS.modified, _moment(found.made.isoformat())))
    planned = "EXPERIMENTAL" if demo else "STABLE"
    graph.add((own, DCATAP.availability, URIRef(f"{AUTHORITY}planned-availability/{planned}")))
    licence = URIRef(common(found.sources["licence"]).uri)
    graph.add((own, DCTERMS.license, licence))
    graph.add((licence, RDF.type, DCTERMS.LicenseDocument))
    columns = (found.sources[column].astype("str") for column in ("attribution", "publisher", "licence"))
    for attribution, by, terms in zip(*columns, strict=True):
        if attribution or by:  # several sources: each with its own licence
            text = f"{attribution or by} ({terms})" if terms else attribution or by
            graph.add((own, DCATDE.licenseAttributionByText, _text(text, "de")))


def _provenance(graph: Graph, dataset: URIRef, sources: pd.DataFrame) -> None:
    for number, source in enumerate(sources.to_dict("records"), 1):
        own = URIRef(f"{dataset}#source-{number}")
        graph.add((dataset, DCTERMS.provenance, own))
        graph.add((own, RDF.type, DCTERMS.ProvenanceStatement))
        for language in LANGUAGES:
            text = messages.texts(messages.LOCALES, language)["catalogue.provenance"]
            said = {str(name): value or "–" for name, value in source.items()}
            graph.add((own, RDFS.label, _text(text.format(**said), language)))


def _temporal(graph: Graph, dataset: URIRef, found: Document) -> None:
    days = (found.rows if "as_of" in found.rows else found.sources)["as_of"].dropna()
    if days.empty:
        return
    own = URIRef(f"{dataset}#period")
    graph.add((dataset, DCTERMS.temporal, own))
    graph.add((own, RDF.type, DCTERMS.PeriodOfTime))
    for side, day in ((DCAT.startDate, days.min()), (DCAT.endDate, days.max())):
        graph.add((own, side, Literal(f"{day:%Y-%m-%d}", datatype=XSD.date)))


def _place(graph: Graph, dataset: URIRef, city: City, areas: Document | None) -> None:
    """Key and level of the city in the official list, where its own key is one."""
    if areas is None:
        return
    top = areas.rows.loc[areas.rows["level"] == city.levels[0].code, "area_id"]
    for shape, (key, level) in KEYS.items():
        if len(top) == 1 and re.fullmatch(shape, top.iloc[0], re.ASCII):
            graph.add((dataset, DCATDE.politicalGeocodingURI, URIRef(f"{GEOCODING}{key}/{top.iloc[0]}")))
            graph.add((dataset, DCATDE.politicalGeocodingLevelURI, URIRef(f"{GEOCODING}Level/{level}")))
            graph.add((dataset, DCTERMS.spatial, URIRef(f"{GEOCODING}{key}/{top.iloc[0]}")))


def _contact(graph: Graph, dataset: URIRef, publisher: Publisher) -> None:
    own = URIRef(f"{dataset}#contact")
    graph.add((dataset, DCAT.contactPoint, own))
    graph.add((own, RDF.type, VCARD.Organization))
    graph.add((own, VCARD.fn, Literal(publisher.publisher)))
    graph.add((own, VCARD.hasEmail, _address(f"mailto:{publisher.contact}")))


def _invented(found: Document) -> int:
    """Number of rows that are demonstration data."""
    demo = found.rows["demo"] if "demo" in found.rows else found.credits.get("source_demo", pd.Series(dtype="object"))
    return int(demo.eq(True).sum())


def _texts(graph: Graph, subject: URIRef, about: URIRef, code: str) -> None:
    for language in LANGUAGES:
        graph.add((subject, about, Literal(messages.texts(messages.LOCALES, language)[code], lang=language)))


def _languages(graph: Graph, subject: URIRef) -> None:
    _links(graph, subject, DCTERMS.language, (f"{AUTHORITY}language/{code}" for code in LANGUAGES.values()))


def _links(graph: Graph, subject: URIRef, about: URIRef, addresses: Iterable[str]) -> None:
    for address in addresses:
        graph.add((subject, about, URIRef(address)))


def _address(text: str) -> URIRef:
    """An address that a person wrote, with nothing in it that no address may hold."""
    return URIRef(re.sub(r'[\s<>"{}|\\^`]', "", text))


def _text(text: str, language: str) -> Literal:
    """A text without the control characters that XML does not allow."""
    return Literal(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text), lang=language)


def _moment(text: str) -> Literal:
    return Literal(text, datatype=XSD.dateTime)
