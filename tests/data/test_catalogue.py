"""The catalogue: what DCAT-AP.de asks for is there, nothing that is not public is."""

import re
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import DCAT, DCTERMS, FOAF, RDF, Graph, Literal, URIRef

from data.audiences import PUBLIC
from data.catalogue import DCATDE, SERIALISATIONS, catalogue, published, read_publisher, serialised
from data.licences import common
from data.store import Store
from tests.data.conftest import MANAGER
from tests.data.little_city import CITY, little_store

ADDRESS = "https://atlas.example.org"
MANDATORY = {
    DCAT.Catalog: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.dataset),
    DCAT.Dataset: (DCTERMS.title, DCTERMS.description, DCATDE.contributorID, DCTERMS.publisher, DCAT.theme),
    DCAT.Distribution: (DCAT.accessURL, DCTERMS.license, DCTERMS["format"]),
    FOAF.Agent: (FOAF.name,),
}
"""Mandatory properties of DCAT-AP.de 2.0 and 3.0 by class, with those that portals ask for besides."""


@pytest.fixture(scope="module")
def graph(bundled_store: Store) -> Graph:
    return catalogue(bundled_store, read_publisher(None), ADDRESS)


@pytest.fixture
def little(tmp_path: Path) -> Iterator[Store]:
    store = little_store(tmp_path / "var")
    yield store
    store.close()


def of(store: Store) -> Graph:
    return catalogue(store, read_publisher(None), ADDRESS)


def titles(graph: Graph, subject: URIRef, about: URIRef = DCTERMS.title) -> dict[str, str]:
    return {str(text.language): str(text) for text in graph.objects(subject, about) if isinstance(text, Literal)}


@pytest.mark.parametrize(("kind", "properties"), MANDATORY.items())
def test_every_class_has_what_is_mandatory(graph: Graph, kind: URIRef, properties: tuple[URIRef, ...]) -> None:
    subjects = list(graph.subjects(RDF.type, kind))
    assert subjects
    assert [(one, about) for one in subjects for about in properties if not list(graph.objects(one, about))] == []


@pytest.mark.parametrize("ending", SERIALISATIONS)
def test_it_reads_back_as_it_was_written(graph: Graph, ending: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of rdflib about its own reader of JSON-LD
        again = Graph().parse(data=serialised(graph, ending), format=SERIALISATIONS[ending][0])
    assert set(again) == set(graph)


def test_every_public_table_of_every_city_is_a_dataset_and_no_other(graph: Graph, bundled_store: Store) -> None:
    expected = {
        f"{ADDRESS}/daten/{city.slug}/{name}"
        for city in bundled_store.cities(viewer=PUBLIC)
        for name in published(bundled_store, city.slug)
    }
    datasets = set(map(str, graph.subjects(RDF.type, DCAT.Dataset)))
    assert datasets == expected == set(map(str, graph.objects(None, DCAT.dataset)))
    assert len([one for one in datasets if one.endswith("/measures")]) == 3


def test_each_distribution_has_its_address_format_and_attribution(graph: Graph) -> None:
    for dataset in graph.subjects(RDF.type, DCAT.Dataset):
        endings = {"csv", "xlsx", "gpkg"} | ({"geojson"} if re.search("/(areas|sites)$", dataset) else set())
        found = list(graph.objects(dataset, DCAT.distribution))
        assert {str(graph.value(one, DCAT.downloadURL)) for one in found} == {f"{dataset}.{e}" for e in endings}
        assert all(list(graph.objects(one, DCATDE.licenseAttributionByText)) for one in found)


@pytest.mark.parametrize(
    ("city", "key", "level"),
    [
        ("dresden", "municipalityKey/14612000", "municipality"),
        ("duisburg", "municipalityKey/05112000", "municipality"),
        ("zwickau", "districtKey/14524", "administrativeDistrict"),
    ],
)
def test_a_dataset_says_by_its_official_key_where_it_belongs(graph: Graph, city: str, key: str, level: str) -> None:
    dataset = URIRef(f"{ADDRESS}/daten/{city}/areas")
    prefix = "http://dcat-ap.de/def/politicalGeocoding/"
    assert str(graph.value(dataset, DCATDE.politicalGeocodingURI)) == prefix + key
    assert str(graph.value(dataset, DCATDE.politicalGeocodingLevelURI)) == f"{prefix}Level/{level}"


def test_invented_rows_are_said_to_be_in_title_and_description(little: Store) -> None:
    graph = of(little)
    areas, sites = (URIRef(f"{ADDRESS}/daten/klein/{name}") for name in ("areas", "sites"))
    assert titles(graph, areas) == {"de": "Demodaten: Kleinstadt: Gebiete", "en": "Demo data: Kleinstadt: areas"}
    assert "7 von 7" in titles(graph, areas, DCTERMS.description)["de"]
    assert titles(graph, sites)["de"] == "Kleinstadt: Einrichtungen mit Angeboten"
    assert graph.value(sites, DCTERMS.modified).toPython().isoformat() == "2026-01-02T03:04:05+00:00"


def test_a_city_without_an_official_key_claims_none(little: Store) -> None:
    assert not list(of(little).objects(None, DCATDE.politicalGeocodingURI))


def test_a_city_that_is_not_published_is_not_in_it(tmp_path: Path) -> None:
    store = little_store(tmp_path / "var", replace(CITY, demo=False))
    graph = of(store)
    store.close()
    assert "klein" not in serialised(graph, ".ttl").decode().lower()
    assert not list(graph.subjects(RDF.type, DCAT.Dataset))


def test_an_unfilled_publisher_says_so_and_a_filled_one_counts(little: Store) -> None:
    agent = URIRef(f"{ADDRESS}/daten/katalog#publisher")
    assert "not filled in" in str(of(little).value(agent, FOAF.name))
    known = read_publisher('publisher = "Stadt Klein"\ncontact = "daten@klein.example"\n')
    graph = catalogue(little, known, ADDRESS)
    assert str(graph.value(agent, FOAF.name)) == "Stadt Klein"
    assert len(set(graph.objects(None, DCAT.contactPoint))) == len(set(graph.subjects(RDF.type, DCAT.Dataset)))


def test_texts_that_no_xml_can_hold_do_not_break_it(little: Store) -> None:
    with little.change("klein", viewer=MANAGER, action="import") as change:
        sources = change.read("sources")
        change.write("sources", sources.assign(title='a\x00\x0b<b> {city} "c"', attribution="\x1f]]>&"))
    graph = of(little)
    assert len(Graph().parse(data=serialised(graph, ".rdf"), format="xml")) == len(graph)


@pytest.mark.parametrize(
    ("licences", "expected"),
    [
        (["dl-de/by-2-0"], "dl-by-de/2.0"),
        (["dl-de/by-2-0", "DL-DE-BY-2.0"], "dl-by-de/2.0"),
        (["Datenlizenz Deutschland – Namensnennung – Version 2.0"], "dl-by-de/2.0"),
        (["dl-de/zero-2-0"], "dl-zero-de/2.0"),
        (["GeoNutzV"], "geonutz/20130319"),
        (["CC BY 4.0"], "cc-by/4.0"),
        (["dl-de/by-2-0", "GeoNutzV"], "other-open"),
        (["GeoNutzV; ODbL 1.0"], "other-open"),
        (["frei verwendbar"], "other-open"),
        (["dl-de/by-2-0", "zitierte Zahlen"], "other-closed"),
        (["dl-de/by-2-0", ""], "other-closed"),
        ([], "other-closed"),
    ],
)
def test_one_licence_is_named_several_are_not_mixed_up(licences: list[str], expected: str) -> None:
    assert common(licences).uri == f"http://dcat-ap.de/def/licenses/{expected}"
