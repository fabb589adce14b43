"""The parts of the benchmarks that measure nothing: rows, goals, the registry, invented cities, messages."""

import json

import numpy as np
import pytest
import shapely
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks import access, chance, load, wire
from benchmarks.cities import SMALL, Size, build, coverage, wiggled
from benchmarks.registry import topics
from benchmarks.rows import Goal, Row, cells, markdown
from benchmarks.timing import cpu
from benchmarks.towns import Extent, town
from benchmarks.visitor import Visitor
from data.audiences import Audience, Viewer
from data.checks import check_tables
from data.contracts import TABLES
from data.store import Store
from geo.chance import against_chance

MANAGER = Viewer(Audience.MANAGER, "test")
TINY = Size(9, 20.0, 200.0)


@pytest.mark.parametrize(
    ("row", "ratio", "met"),
    [
        (Row("a", 2.0, 10.0), 5.0, None),
        (Row("a", 2.0, 10.0, goal=Goal("times", 5)), 5.0, True),
        (Row("a", 2.0, 9.9, goal=Goal("times", 5)), 4.95, False),
        (Row("a", 2.0, goal=Goal("times", 5)), None, False),
        (Row("a", 2.0, goal=Goal("at most", 2)), None, True),
        (Row("a", 2.1, 10.0, goal=Goal("at most", 2)), 10 / 2.1, False),
        (Row("a", 0, 20, goal=Goal("at most", 0)), None, True),
    ],
)
def test_a_goal_bounds_our_figure_or_the_ratio(row: Row, ratio: float | None, met: bool | None) -> None:
    assert row.ratio == pytest.approx(ratio)
    assert row.is_met is met


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        (Row("t", 92, 1234, "ms", Goal("times", 5), 0), ("t", "92 ms", "1,234 ms", "13.4 ×", "≥ 5 ×", "yes")),
        (Row("b", 2.5, None, "KiB", Goal("at most", 2)), ("b", "2.5 KiB", "", "", "≤ 2 KiB", "missed")),
        (Row("r", 0, 20, decimals=0), ("r", "0", "20", "", "", "")),
    ],
)
def test_a_row_says_plainly_what_was_missed(row: Row, shown: tuple[str, ...]) -> None:
    assert cells(row) == shown


def test_the_table_is_markdown_with_columns_of_one_width() -> None:
    lines = markdown([Row("short", 1.0), Row("a longer name", 1.0, 20.0)]).splitlines()
    assert [line.count("|") for line in lines] == [7] * 4
    assert len({len(line) for line in lines}) == 1


def test_every_module_with_a_run_is_a_benchmark() -> None:
    assert list(topics()) == sorted(topics())
    assert {"access", "chance", "clicks", "first_geometry", "first_view", "load", "map_call", "what_if"} <= set(
        topics()
    )
    assert not {"context", "rows", "cities", "wire", "timing", "towns", "visitor"} & set(topics())


@pytest.mark.parametrize("size", [TINY, SMALL])
def test_areas_of_an_invented_city_share_their_borders_and_never_change(size: Size) -> None:
    one, again = (coverage(size, np.random.default_rng(size.areas)) for _ in range(2))
    assert len(one) == size.areas
    assert shapely.coverage_is_valid(one.to_numpy())
    assert one.geom_equals_exact(again, 0).all()


def test_a_wiggled_line_keeps_its_ends_and_its_step() -> None:
    line = wiggled(np.array([[0.0, 0.0], [1600.0, 0.0]]), 100.0, np.random.default_rng(1))
    assert line[0].tolist() == [0, 0]
    assert line[-1].tolist() == [1600, 0]
    assert len(line) == 17
    assert 0 < np.abs(line[:, 1]).max() < 400


def test_an_invented_city_keeps_the_contracts(tmp_path) -> None:
    store = Store(tmp_path)
    build(store, TINY)
    city = store.city(TINY.slug, viewer=MANAGER)
    tables = {name: store.read(TINY.slug, name, viewer=MANAGER) for name in TABLES}
    store.close()
    assert check_tables(city, tables) == []
    assert (tables["areas"]["level"] == "neighbourhood").sum() == TINY.areas


def test_an_invented_town_never_changes_and_fills_its_square() -> None:
    one, again = (town(Extent(400, 50, 4.0)) for _ in range(2))
    assert (len(one.homes), len(one.sites)) == (len(one.need), len(one.capacity)) == (400, 50)
    assert one.homes.geom_equals_exact(again.homes, 0).all()
    assert one.capacity.equals(again.capacity)
    assert one.homes.total_bounds == pytest.approx([0, 0, 2000, 2000], abs=50)


def test_without_the_peer_a_row_says_so_and_its_goal_is_missed() -> None:
    first, *others = access.compared(Extent(40, 5, 4.0), None, ours=1, theirs=1)
    assert "not installed" in first.name
    assert (first.peer, first.is_met) == (None, False)
    assert [row.goal for row in others] == [None]


def test_the_peer_gets_the_pairs_that_we_weigh() -> None:
    at = town(Extent(40, 5, 4.0))
    within = access.reach(at.homes, at.sites, bands=access.BANDS).tocoo()
    assert set(zip(*within.coords, strict=True)) == set(
        zip(*access.pairs(at)[["origin", "dest"]].T.to_numpy(), strict=True)
    )


@pytest.mark.parametrize("measured", [chance.by_measures, chance.by_arrays])
def test_loops_over_placements_find_what_the_null_model_finds(measured) -> None:
    sizes, areas, people = chance.hostels(20, 7)
    found = against_chance(sizes, areas, people, placements=9)
    known = chance.looped(sizes, people, 9, measured)
    assert set(known) == set(found)
    assert chance.apart(found, known) < 1e-12


def test_a_timed_call_gives_its_answer() -> None:
    milliseconds, answer = cpu(lambda: 5, 3)
    assert answer == 5
    assert milliseconds >= 0


def _component(name: str, arguments: dict[str, str]) -> bytes:
    sent = ForwardMsg()
    component = sent.delta.new_element.component_instance
    component.component_name = name
    component.json_args = json.dumps(arguments)
    return sent.SerializeToString()


MAP = _component("streamlit_folium.st_folium", {"script": "x" * 100})


@pytest.mark.parametrize(
    ("frame", "size", "kind"),
    [
        (MAP, len('{"script": ""}') + 100, "component_instance"),
        (_component("another.component", {"script": "x"}), 0, "component_instance"),
        (ForwardMsg(ref_hash="abc").SerializeToString(), 0, "ref_hash"),
        (b"\xff\xff not a message", 0, "unknown"),
    ],
)
def test_only_the_maps_own_arguments_count_for_the_map(frame: bytes, size: int, kind: str) -> None:
    assert wire.map_arguments(frame) == size
    assert wire.kind(frame) == kind


def test_frames_add_up_by_kind() -> None:
    reference = ForwardMsg(ref_hash="abc").SerializeToString()
    assert wire.by_kind([reference, MAP, reference]) == {
        "component_instance": (1, len(MAP)),
        "ref_hash": (2, 2 * len(reference)),
    }
    assert wire.arguments([reference, MAP]) == {"script": 102}


def test_each_choice_of_a_visitor_is_another_one() -> None:
    links = [load.query(number) for number in range(SMALL.areas)]
    assert len({link.rpartition("=")[2] for link in links}) == SMALL.areas
    assert {link.split("&")[1] for link in links} == {f"indicator={code}" for code in load.INDICATORS}


@pytest.mark.parametrize(
    ("status", "errors"),
    [
        (ForwardMsg.FINISHED_SUCCESSFULLY, []),
        (ForwardMsg.FINISHED_WITH_COMPILE_ERROR, ["FINISHED_WITH_COMPILE_ERROR"]),
    ],
)
def test_a_visitor_notices_a_run_that_did_not_end_well(status: int, errors: list[str]) -> None:
    visitor = Visitor("http://127.0.0.1:1")
    failed = ForwardMsg()
    failed.delta.new_element.exception.message = "!"
    assert not visitor._ended(failed)
    assert len(visitor.errors) == 1
    visitor.errors.clear()
    assert visitor._ended(ForwardMsg(script_finished=status))
    assert visitor.errors == errors
