"""Files under lasting addresses: what the public may see, by table and edition, and nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components import cached
from components.web import below, downloads
from components.web.kept import Kept, Shelf
from data.city import city_toml
from data.store import Store
from tests.data.little_city import CITY, MANAGER, little_store

pytestmark = pytest.mark.usefixtures("store")
HIDDEN = ("hostel", "shelter", "Wohnheim", "Schutzhaus", "Wohnung")
ENDINGS = (".csv", ".xlsx", ".geojson", ".gpkg")


@pytest.fixture
def store(data_dir: Path) -> Iterator[Store]:
    little_store(data_dir).close()
    yield cached.store()
    cached.store().close()


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=downloads.ROUTES))


def change(store: Store, name: str, column: str, key: str, value: Any, *, id_: str = "site_id") -> None:
    with store.change("klein", viewer=MANAGER, action="import") as made:
        rows = made.read(name)
        rows.loc[rows[id_] == key, column] = value
        made.write(name, rows)


@pytest.mark.parametrize(
    ("table", "endings"),
    [
        ("areas", ENDINGS),
        ("sites", ENDINGS),
        *((name, (".csv", ".xlsx", ".gpkg")) for name in ("offers", "statistics", "sources")),
    ],
)
def test_every_public_table_has_its_address_in_every_format(
    client: TestClient, table: str, endings: tuple[str, ...]
) -> None:
    for ending in endings:
        latest = client.get(f"/daten/klein/{table}{ending}")
        assert latest.status_code == 200
        assert latest.headers["content-disposition"] == f'attachment; filename="klein-{table}-a1-2026-01-02{ending}"'
        assert latest.headers["x-content-type-options"] == "nosniff"
        assert "max-age=300" in latest.headers["cache-control"]
        assert client.get(f"/daten/klein/{table}/1{ending}").content == latest.content


@pytest.mark.parametrize(
    "path",
    [
        *("klein/measures.csv", "klein/nix.csv", "klein/sites.pdf", "klein/offers.geojson", "nix/sites.csv"),
        *("klein/sites/0.csv", "klein/sites/2.csv", "klein/sites/-1.csv", "klein/sites/01.csv", "klein/sites/1x.csv"),
        *("klein/sites/١.csv", "klein/sites/99999999999999999999.csv", "klein/city.csv", "katalog.csv"),
        *("..%2f..%2fetc/passwd.csv", "klein/..%2fsites.csv", "klein/sites/..%2f1.csv", "klein%00/sites.csv"),
        "klein'--/sites.csv",
    ],
)
def test_everything_else_is_not_there(client: TestClient, path: str) -> None:
    answer = client.get(f"/daten/{path}")
    assert answer.status_code == 404
    assert len(answer.text) < 100
    assert answer.headers["content-type"].startswith("text/plain")


def test_the_refusal_is_said_in_the_language_asked_for(client: TestClient) -> None:
    assert "keine öffentlichen Daten" in client.get("/daten/x/sites.csv").text
    assert "no public data" in client.get("/daten/x/sites.csv?lang=en").text


def everything(client: TestClient) -> Iterator[Any]:
    for table in ("areas", "sites", "offers", "statistics", "caseload", "measures", "sources"):
        for edition in ("", "/1", "/2"):
            for ending in (".csv", ".geojson"):
                yield client.get(f"/daten/klein/{table}{edition}{ending}", headers={"Cookie": "role=manager"})
    for ending in ("ttl", "rdf", "jsonld"):
        yield client.get(f"/daten/katalog.{ending}")


def test_nothing_that_the_public_may_not_see_has_an_address_even_at_a_desk(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATLAS_LOCAL_ROLE", "manager")
    found = [answer.text for answer in everything(client)]
    assert "Kita Eins" in "".join(found)
    assert [word for word in HIDDEN for text in found if word in text] == []


def test_a_city_that_is_not_published_does_not_exist(store: Store, client: TestClient) -> None:
    with store.change("klein", viewer=MANAGER, action="import") as made:
        made.write("city", pd.DataFrame({"slug": ["klein"], "toml": [city_toml(replace(CITY, demo=False))]}))
    assert client.get("/daten/klein/areas.csv").status_code == 404
    assert all("klein" not in answer.text for answer in everything(client))


def test_who_has_the_file_is_not_sent_it_again(client: TestClient) -> None:
    etag = client.get("/daten/klein/sites.xlsx").headers["etag"]
    for known in (etag, f"W/{etag}", f'"x", {etag}', "*"):
        again = client.get("/daten/klein/sites.xlsx", headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert client.get("/daten/klein/sites.xlsx", headers={"If-None-Match": '"x"'}).status_code == 200


def test_head_tells_without_sending(client: TestClient) -> None:
    full, head = client.get("/daten/klein/areas.gpkg"), client.head("/daten/klein/areas.gpkg")
    assert (head.status_code, head.content) == (200, b"")
    for name in ("etag", "content-length", "content-type", "content-disposition"):
        assert head.headers[name] == full.headers[name]
    assert client.post("/daten/klein/areas.gpkg").status_code == 405


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_edition_is_the_same_file_on_every_start(client: TestClient, ending: str) -> None:
    before = client.get(f"/daten/klein/sites/1{ending}")
    downloads._shelf.__init__(2**20)  # type: ignore[misc]
    assert client.get(f"/daten/klein/sites/1{ending}").headers["etag"] == before.headers["etag"]


def test_an_edition_stays_as_it_was_while_the_latest_moves_on(store: Store, client: TestClient) -> None:
    old = client.get("/daten/klein/sites/1.csv")
    change(store, "sites", "name", "kita1", "Umbenannt")
    change(store, "offers", "capacity", "kita1", 99)
    assert client.get("/daten/klein/sites/1.csv").content == old.content
    latest = client.get("/daten/klein/sites.csv")
    assert "Umbenannt" in latest.text
    assert ";99;" in latest.text
    assert latest.headers["etag"] != old.headers["etag"]
    assert "klein-sites-a2-" in latest.headers["content-disposition"]


def test_what_is_taken_back_is_gone_from_earlier_editions_too(store: Store, client: TestClient) -> None:
    assert "Kita Eins" in client.get("/daten/klein/sites/1.csv").text
    change(store, "sites", "audience", "kita1", "manager")
    for path in ("sites.csv", "sites/1.csv", "sites/2.csv", "offers.csv", "offers/1.csv"):
        assert "kita1" not in client.get(f"/daten/klein/{path}").text


def test_what_becomes_public_does_not_make_its_past_public(store: Store, client: TestClient) -> None:
    change(store, "sites", "audience", "kita1", "manager")
    change(store, "offers", "capacity", "kita1", 77)
    change(store, "sites", "audience", "kita1", "public")
    assert "kita1" not in client.get("/daten/klein/sites/2.csv").text
    assert "kita1" in client.get("/daten/klein/sites.csv").text


def test_the_addresses_move_below_a_base_path() -> None:
    client = TestClient(Starlette(routes=below("atlas/", downloads.ROUTES)))
    assert client.get("/atlas/daten/klein/areas.csv").status_code == 200
    assert "<http://testserver/atlas/daten/klein/areas.csv>" in client.get("/atlas/daten/katalog.ttl").text


def test_the_catalogue_says_its_own_public_address_where_it_is_filled_in(client: TestClient, data_dir: Path) -> None:
    (data_dir / "texts").mkdir()
    (data_dir / "texts" / "catalogue.toml").write_text('address = "https://atlas.example.org/"\n')
    text = client.get("/daten/katalog.ttl").text
    assert "<https://atlas.example.org/daten/klein/areas>" in text
    assert "testserver" not in text


@pytest.mark.parametrize("host", ['a"b', "a b", "x<y>", "a\\b"])
def test_a_made_up_host_does_not_get_into_the_catalogue(client: TestClient, host: str) -> None:
    answer = client.get("/daten/katalog.ttl", headers={"Host": host})
    assert answer.status_code == 404 or host not in answer.text


def test_the_shelf_keeps_what_was_used_last_within_its_size() -> None:
    shelf, made = Shelf(10), []

    def get(key: str, size: int = 4) -> None:
        shelf.get(key, lambda: made.append(key) or Kept(b"x" * size, key, ""))

    for key in ("a", "b", "a", "c", "a", "b"):  # c pushes b out
        get(key)
    assert made == ["a", "b", "c", "b"]
    get("large", 11)
    get("large", 11)
    assert made[4:] == ["large", "large"]
