"""What leaves the house: what the allow-list names, protected, audited, whole; else the old file stays."""

import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from threading import Thread

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point

from data.audiences import PUBLIC
from data.commands.run import main
from data.contracts import TABLES, validate
from data.errors import DataRefusedError, NotAllowedError
from data.publishing import ledger, run
from data.publishing.file import PublicFileError, check
from data.publishing.public_store import PublicStore, Served
from data.publishing.run import publish
from data.publishing.trying import try_files
from data.snapshot import Snapshot
from data.store import Store
from tests.data.little_city import CITY, CRS, MANAGER, STATISTICS, little_store

CANARY = "Kanarienvogel"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """The little city, not for demonstration, with six hostels and canaries wherever something must not leave."""
    made = little_store(tmp_path / "inside", replace(CITY, demo=False))
    with made.change("klein", viewer=MANAGER, action="import") as change:
        hostels = [f"{CANARY}-{number}" for number in range(6)]
        sites = pd.DataFrame(
            {
                "site_id": [*hostels, "kita3", "counsel"],
                "category": ["accommodation"] * 6 + ["kita", "counselling"],
                "name": [CANARY] * 7 + ["Beratung"],
                "address": [CANARY] * 7 + ["Musterweg 1"],
                "audience": ["public"] * 6 + ["council", "public"],
                "source_id": "sites",
                "geometry": [Point(200 + 100 * n, 300) for n in range(4)] + [Point(1500, 300)] * 2 + [None, None],
                "area_id": ["", "", "", "", "", "", "01", "01"],
            }
        )
        both = pd.concat([change.read("sites"), sites.assign(self_catering=None)], ignore_index=True)
        change.write("sites", validate("sites", gpd.GeoDataFrame(both, geometry="geometry", crs=CRS)))
        offers = pd.DataFrame(
            {"site_id": [*hostels, "kita3", "counsel"], "kind": ["hostel"] * 6 + ["under_3", "MBE"], "capacity": 21}
        ).assign(funding=CANARY)
        change.write("offers", validate("offers", pd.concat([change.read("offers"), offers], ignore_index=True)))
        caseload = pd.DataFrame({"site_id": hostels, "as_of": "2024-12-31", "occupied": 11, "source_id": "office"})
        advice = pd.DataFrame(
            {"site_id": ["counsel"], "as_of": "2024-12-31", "consultations": 3, "source_id": "office"}
        )
        rows = pd.concat([change.read("caseload"), caseload, advice], ignore_index=True)
        rows["as_of"] = pd.to_datetime(rows["as_of"])
        change.write("caseload", validate("caseload", rows))
        measures = pd.DataFrame(
            {
                "measure_id": ["courses", "people", "for the council", "for managers"],
                "title": ["Mehr Kurse", "Niemanden abweisen", CANARY, CANARY],
                "audience": ["public", "public", "council", "manager"],
                "indicator": ["b2_courses", "rejected", "", ""],
                "baseline": [24, 3, 4711, 4711],
                "target": [48, 0, 4712, 4712],
                "note": CANARY,
                "source_id": ["office", "office", "sites", "sites"],
            }
        )
        change.write("measures", validate("measures", measures))
    return made


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "public" / "atlas.sqlite"


def published(store: Store, out: Path, **known: object) -> PublicStore:
    publish(store, out, releases=out.parent / "releases", **known)  # type: ignore[arg-type]
    return PublicStore(out)


def test_a_town_that_is_published_is_there_for_everyone(store: Store, out: Path) -> None:
    assert store.cities(viewer=PUBLIC) == []
    assert [city.slug for city in published(store, out).cities(viewer=PUBLIC)] == ["klein"]


def test_nothing_leaves_that_is_not_named(store: Store, out: Path) -> None:
    public = published(store, out)
    content = out.read_bytes()
    assert CANARY.encode() not in content
    assert CANARY.encode() in (out.parent.parent / "inside" / "atlas.sqlite").read_bytes() + b"".join(
        file.read_bytes() for file in (out.parent.parent / "inside").glob("*-wal")
    )
    for name in ("Wohnheim", "Schutzhaus", "shelter", "hostel", "flat", "dogs", "test", '"seed"', "Wohnung"):
        assert name.encode() not in content, name
    sites = public.read("klein", "sites", viewer=MANAGER)
    assert sites["site_id"].tolist() == ["counsel", "kita1", "kita2", "school"]
    assert public.read("klein", "caseload", viewer=MANAGER).empty
    measures = public.read("klein", "measures", viewer=MANAGER)
    assert measures[["measure_id", "note", "audience"]].to_numpy().tolist() == [
        ["courses", "", "public"],
        ["people", "", "public"],
    ]
    # 24 places may be known; of three people turned away nobody could tell any more what is protected
    assert measures["baseline"].fillna(-1).tolist() == [24, -1]
    assert measures["target"].tolist() == [48, 0]
    with sqlite3.connect(out) as connection:
        assert connection.execute("SELECT count(*) FROM audit").fetchone() == (0,)
        assert connection.execute("SELECT DISTINCT actor, action, detail FROM editions").fetchall() == [
            ("", "publish", "{}")
        ]


def test_every_number_of_people_is_rounded(store: Store, out: Path) -> None:
    statistics = published(store, out).read("klein", "statistics", viewer=PUBLIC)
    assert (statistics["value"].dropna() % 10 == 0).all()
    here = statistics[(statistics["area_id"] == "01") & (statistics["as_of"] == "2024-12-31")]
    values = here.set_index(["indicator", "group"])["value"].to_dict()
    assert values["population", "total"] == 1000
    assert values["counselling", "consultations"] == 0


def test_accommodation_only_where_three_sites_stand(store: Store, out: Path) -> None:
    """Four hostels in quarter 01, two in 02, one hostel and one flat in district B; the shelter does not count."""
    statistics = published(store, out).read("klein", "statistics", viewer=PUBLIC)
    rows = statistics[(statistics["indicator"] == "accommodation") & (statistics["as_of"] == "2024-12-31")]
    places = rows[rows["group"] == "places"].set_index("area_id")
    assert places.loc[places["marker"] == "", "value"].to_dict() == {"K": 200}
    assert set(places.index[places["marker"] == "secret"]) == {"A", "B", "01", "02", "03", "04"}
    assert rows.loc[rows["group"] == "occupied"].set_index("area_id").at["K", "value"] == 140
    assert set(rows.loc[rows["group"] == "places_decentral", "marker"]) == {"secret"}


def test_a_district_stands_alone_where_the_rest_is_many(store: Store, out: Path) -> None:
    with store.change("klein", viewer=MANAGER, action="import") as change:
        sites, offers = change.read("sites"), change.read("offers")
        more = sites[sites["site_id"] == "flat"].assign(site_id="flat2")
        change.write("sites", pd.concat([sites, more], ignore_index=True))
        more = offers[offers["site_id"] == "flat"].assign(site_id="flat2")
        change.write("offers", pd.concat([offers, more], ignore_index=True))
    public = published(store, out)
    snapshot = Snapshot(public, "klein", PUBLIC)
    rows = snapshot.statistics[snapshot.statistics["group"] == "places"].set_index("area_id")
    assert rows.loc[rows["marker"] == "", "value"].to_dict() == {"K": 220, "A": 130, "B": 90}


def test_editions_keep_their_numbers(store: Store, out: Path) -> None:
    inside = store.editions("klein")
    assert published(store, out).editions("klein") == inside


def test_what_changes_by_publication_alone_gets_a_number_of_its_own(store: Store, out: Path) -> None:
    """The same number is the same content: another profile, another allow-list, and back again."""
    inside = store.editions("klein")
    seen: dict[tuple[str, int], str] = {}
    fewer = replace(run.allowed(), categories=("kita",))
    for known in ({}, {"profile": "suppression"}, {"profile": "suppression", "allow": fewer}, {}, {}):
        public = published(store, out, **known)
        for name, number in public.editions("klein").items():
            rows = public.read("klein", name, viewer=PUBLIC).to_csv() if name != "city" else ""
            assert seen.setdefault((name, number), rows) == rows
        assert public.editions_inside("klein") == inside
        assert public.editions("klein")["areas"] == inside["areas"]
        public.close()
    assert sorted(number for name, number in seen if name == "statistics") == [1, 2, 3]
    assert sorted(number for name, number in seen if name == "sites") == [2, 3, 4]
    change_statistics(store)
    assert published(store, out).editions("klein")["statistics"] == 4


def change_statistics(store: Store) -> None:
    with store.change("klein", viewer=MANAGER, action="import") as change:
        rows = change.read("statistics")
        change.write("statistics", rows.assign(value=rows["value"] + 10))


def test_whoever_tries_a_file_with_numbers_of_its_own_finds_the_truth(store: Store, out: Path) -> None:
    for profile in ("rounding", "suppression", "rounding"):
        published(store, out, profile=profile).close()
    change_statistics(store)
    assert try_files([out], store)[0].tried == 3


def test_two_publications_at_once_wait_for_each_other(store: Store, out: Path) -> None:
    """The second one audits the first: its number of earlier releases is one."""
    releases = out.parent / "releases"
    waiting = Thread(target=lambda: told.extend(publish(store, out, releases=releases, profile="suppression")))
    told: list[run.Published] = []
    with ledger.held(releases):
        waiting.start()
        waiting.join(0.3)
        assert waiting.is_alive()
        ledger.add(releases, [replace(release(store), profile="rounding")], at="")
    waiting.join(60)
    assert [one.before for one in told] == [1]


def test_texts_of_the_town_are_published_and_no_other_file(store: Store, out: Path, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "imprint.de.md").write_text("Stadt Klein", encoding="utf-8")
    (folder / "notes.md").write_text(CANARY, encoding="utf-8")
    public = published(store, out, texts=folder)
    assert (public.text("imprint.de.md"), public.text("notes.md"), public.text("privacy.de.md")) == (
        "Stadt Klein",
        None,
        None,
    )


def test_nobody_writes_to_the_public_store(store: Store, out: Path) -> None:
    public = published(store, out)
    with pytest.raises(NotAllowedError), public.change("klein", viewer=MANAGER, action="import"):
        pass  # pragma: no cover
    with public.connect() as connection, pytest.raises(Exception, match="readonly"):
        connection.exec_driver_sql("DELETE FROM sites")


def test_a_failed_audit_leaves_the_old_file(store: Store, out: Path) -> None:
    published(store, out).close()
    before, releases = out.read_bytes(), sorted((out.parent / "releases").iterdir())
    with store.change("klein", viewer=MANAGER, action="import") as change:
        rows = pd.concat([STATISTICS, STATISTICS.iloc[:1].assign(group="age_6_9", value=2.5)])
        change.write("statistics", validate("statistics", rows.reset_index(drop=True)))
    with pytest.raises(DataRefusedError) as refused:
        publish(store, out, releases=out.parent / "releases")
    assert [problem.code for problem in refused.value.problems] == ["not_a_count"]
    assert out.read_bytes() == before
    assert sorted((out.parent / "releases").iterdir()) == releases
    assert [file.name for file in out.parent.iterdir() if file.name.endswith(".part")] == []


def test_the_command_fails_closed_and_names_the_cells(
    store: Store, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ATLAS_DATA", str(tmp_path / "inside"))
    with store.change("klein", viewer=MANAGER, action="import") as change:
        rows = STATISTICS.assign(value=STATISTICS["value"].replace(20, 3))
        change.write("statistics", validate("statistics", rows))
    truth = run.truth_of(store, release(store), run.allowed())
    ledger.add(tmp_path / "inside" / "releases", [replace(release(store), numbers=dict(truth or {}))], at="")
    assert main(["publish", "--out", str(out)]) == 1
    said = capsys.readouterr().err
    assert "„population“ (age_0_2) im Gebiet 01 zum 2024-12-31" in said
    assert "3 bis 3" in said
    assert not out.exists()


def release(store: Store) -> run.Release:
    areas = store.read("klein", "areas", viewer=MANAGER).set_index("area_id")["parent_id"]
    return run.Release("klein", "suppression", store.editions("klein"), dict(areas), {})


def test_the_ledger_keeps_each_release_once(store: Store, out: Path) -> None:
    for _ in range(2):
        published(store, out).close()
    assert [file.name for file in (out.parent / "releases").glob("*.gz")] == ["000001.json.gz"]
    published(store, out, profile="suppression").close()
    assert len(ledger.releases(out.parent / "releases")) == 2


@pytest.mark.parametrize("damage", ["gone", "changed"])
def test_a_broken_ledger_stops_publication(store: Store, out: Path, damage: str) -> None:
    published(store, out).close()
    published(store, out, profile="suppression").close()
    file = out.parent / "releases" / "000001.json.gz"
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(ledger.LedgerBrokenError):
        publish(store, out, releases=out.parent / "releases")


def test_the_attacker_finds_nothing_in_the_file(store: Store, out: Path) -> None:
    published(store, out).close()
    blind, with_truth = try_files([out])[0], try_files([out], store)[0]
    assert (blind.exact, blind.narrow, with_truth.exact, with_truth.narrow) == (0, 0, 0, 0)
    assert with_truth.tried == 3  # 3 consultations, in the quarter, the district and the city


def test_attack_on_the_command_line(
    store: Store, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    published(store, out).close()
    monkeypatch.setenv("ATLAS_DATA", str(tmp_path / "inside"))
    assert main(["attack", str(out), "--truth", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["attacked"][0]["narrow"] == 0


# The file and who serves it


@pytest.mark.parametrize("damage", ["cut", "overwritten", "changed", "no file", "an internal store"])
def test_a_damaged_file_is_known(store: Store, out: Path, damage: str) -> None:
    published(store, out).close()
    spoil(out, damage)
    with pytest.raises(PublicFileError):
        check(out)


def spoil(out: Path, damage: str) -> None:
    if damage == "cut":
        out.write_bytes(out.read_bytes()[:-4096])
    elif damage == "overwritten":
        out.write_bytes(b"\0" * out.stat().st_size)
    elif damage == "changed":
        with sqlite3.connect(out) as connection:
            connection.execute("UPDATE statistics SET value = value + 1")
    elif damage == "no file":
        out.unlink()
    else:
        little_store(out.parent / "other").close()
        (out.parent / "other" / "atlas.sqlite").replace(out)


@pytest.mark.parametrize("damage", ["cut", "overwritten", "changed", "no file", "an internal store"])
def test_the_old_release_goes_on_while_the_file_is_damaged(store: Store, out: Path, damage: str) -> None:
    published(store, out).close()
    served = Served(out)
    first = served.store()
    spoil(out, damage)
    assert served.store() is first
    assert len(first.read("klein", "statistics", viewer=PUBLIC)) > 0
    published(store, out, profile="suppression").close()
    assert served.store().profile == "suppression"


def test_no_release_yet_is_said(tmp_path: Path) -> None:
    with pytest.raises(PublicFileError):
        Served(tmp_path / "none.sqlite").store()


def test_the_allow_list_names_only_what_exists() -> None:
    allow = run.allowed()
    for name, columns in allow.columns.items():
        assert set(columns) <= set(TABLES[name].columns), name
    assert "accommodation" not in allow.categories
    assert "caseload" not in allow.columns
    assert "note" not in allow.columns["measures"]
    assert "funding" not in allow.columns["offers"]
