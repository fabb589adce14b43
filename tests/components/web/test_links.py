"""Addresses of geometry: signed by this installation, the same for every viewer."""

import gzip
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components import cached
from components.web import geometry, links
from data.snapshot import Snapshot
from tests.data.little_city import MANAGER, little_store

ON = date(2024, 6, 1)


@pytest.fixture
def of(data_dir: Path) -> Iterator[Snapshot]:
    little_store(data_dir).close()
    yield cached.snapshot("klein", MANAGER)
    cached.store().close()


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=geometry.ROUTES))


def features(client: TestClient, address: str) -> list[dict]:
    answer = client.get(f"/{address}")
    assert answer.status_code == 200
    return answer.json()["features"]


def test_boundaries_come_in_the_order_of_their_ids_with_nothing_but_name_and_id(
    of: Snapshot, client: TestClient
) -> None:
    found = features(client, links.areas(of, "neighbourhood"))
    assert [one["properties"] for one in found] == [{"id": f"0{n}", "name": f"Teil 0{n}"} for n in (1, 2, 3, 4)]
    longitude = found[0]["geometry"]["coordinates"][0][0][0]
    assert re.fullmatch(r"-?\d+(\.\d{1,5})?", json.dumps(longitude))


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        ("kita", ["kita1"]),  # kita2 has no position
        ("kita.under_3", ["kita1"]),
        ("school", ["school"]),
        ("accommodation", []),  # never by address, whoever asks for the link
        ("accommodation.flat", []),
        ("nix", []),
    ],
)
def test_only_sites_that_anyone_may_see_have_an_address(
    of: Snapshot, client: TestClient, layer: str, expected: list[str]
) -> None:
    assert [one["properties"]["id"] for one in features(client, links.sites(of, layer, ON))] == expected


def test_the_browser_keeps_what_it_has(of: Snapshot, client: TestClient) -> None:
    address = links.areas(of, "district")
    answer = client.get(f"/{address}")
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    again = client.get(f"/{address}", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "change", ["geo/{other}/{path}", "geo/{sign}/{path}x", "geo/{sign}/klein/areas/city/1.geojson"]
)
def test_an_address_that_this_installation_did_not_make_leads_nowhere(
    of: Snapshot, client: TestClient, change: str
) -> None:
    _, sign, path = links.areas(of, "district").split("/", 2)
    assert client.get("/" + change.format(other="0" * len(sign), sign=sign, path=path)).status_code == 404


def test_a_new_edition_has_a_new_address(of: Snapshot, data_dir: Path) -> None:
    before = links.areas(of, "district")
    with cached.store().change("klein", viewer=MANAGER, action="import") as change:
        areas = change.read("areas")
        areas.loc[areas["area_id"] == "A", "name"] = "Neu"
        change.write("areas", areas)
    assert links.areas(cached.snapshot("klein", MANAGER), "district") != before
    assert (data_dir / links.KEY_FILE).stat().st_mode & 0o777 == 0o600


def test_what_is_sent_is_compressed_once(of: Snapshot) -> None:
    path = links.areas(of, "district").split("/", 2)[2].removesuffix(".geojson")
    body = cached.compressed(path, geometry._make)
    assert body is cached.compressed(path, geometry._make)
    assert json.loads(gzip.decompress(body))["type"] == "FeatureCollection"
