"""Reading in a child process: the same Raw as in this one, and a refusal whatever happens to the child."""

import dataclasses
import os
import signal
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely
from pandas.testing import assert_frame_equal
from shapely.geometry import Point

from data.errors import DataRefusedError, Problem
from data.importing.options import Options
from data.importing.process import apart, nursery
from data.importing.process.apart import Limits, read_apart
from data.importing.process.crossing import ROWS, read_answer, read_raw, write_raw
from data.importing.reading.files import UnknownEndingError, read_file
from data.importing.reading.raw import Raw
from data.messages import LANGUAGES, describe
from tests.data.importing.naughty import HERE

LIMIT_S = 30.0
CUSTOM = "+proj=tmerc +lat_0=0 +lon_0=12 +k=1 +x_0=4500123 +y_0=0 +ellps=bessel +units=m +type=crs"


def same(ours: Raw, theirs: Raw) -> None:
    assert_frame_equal(ours.texts, theirs.texts)
    for field in dataclasses.fields(Raw):
        if field.name not in ("texts", "geometry"):
            assert getattr(ours, field.name) == getattr(theirs, field.name), field.name
    if theirs.geometry is None:
        assert ours.geometry is None
        return
    assert ours.geometry is not None
    assert ours.geometry.crs == theirs.geometry.crs
    assert ours.geometry.index.equals(theirs.geometry.index)
    assert shapely.to_wkb(ours.geometry.to_numpy()).tolist() == shapely.to_wkb(theirs.geometry.to_numpy()).tolist()


TEXTS = pd.DataFrame({"id": ["01", "", "ü\x00=1"], "": ["a", "b", "c"]}, index=[0, 2, 7], dtype="str")
SHAPES = [Point(1, 2), None, shapely.from_wkt("POLYGON EMPTY")]
HOLED = [shapely.box(at, 0, at + 9, 9).difference(shapely.box(at + 1, 1, at + 2, 2)) for at in range(3)]
SEVERAL = [shapely.MultiPolygon([one, shapely.box(20, 20, 21, 21)]) for one in HOLED]
PARTLY = shapely.from_wkt("MULTIPOLYGON (EMPTY, ((0 0, 1 0, 1 1, 0 0)))")
ENDLESS = shapely.Polygon([(0, 0), (float("inf"), 1), (1, 1)])
RAWS = {
    "gaps": Raw(TEXTS, encoding="cp1252", delimiter=";", header_rows=(2, 3), first_line=4, sheets=("a", "b")),
    "no rows": Raw(TEXTS.iloc[:0].reset_index(drop=True)),
    "no columns": Raw(pd.DataFrame(index=range(2), columns=pd.Index([], dtype="str"))),
    "shapes": Raw(TEXTS, gpd.GeoSeries(SHAPES, index=TEXTS.index, crs="EPSG:25833"), "EPSG:25833"),
    "shapes without CRS": Raw(TEXTS, gpd.GeoSeries(SHAPES, index=TEXTS.index)),
    "polygons": Raw(TEXTS, gpd.GeoSeries(HOLED, index=TEXTS.index, crs="EPSG:25833"), "EPSG:25833"),
    "several polygons": Raw(TEXTS, gpd.GeoSeries(SEVERAL, index=TEXTS.index, crs="EPSG:25833"), "EPSG:25833"),
    "polygons of both kinds": Raw(TEXTS, gpd.GeoSeries([*HOLED[:2], SEVERAL[0]], index=TEXTS.index)),
    "a polygon of nothing": Raw(TEXTS, gpd.GeoSeries([*HOLED[:2], shapely.Polygon()], index=TEXTS.index)),
    "a part of nothing": Raw(TEXTS, gpd.GeoSeries([*SEVERAL[:2], PARTLY], index=TEXTS.index)),
    "without end": Raw(TEXTS, gpd.GeoSeries([*HOLED[:2], ENDLESS], index=TEXTS.index)),
    "lines": Raw(TEXTS, gpd.GeoSeries([shapely.LineString([(0, 0), (1, at)]) for at in range(3)], index=TEXTS.index)),
    "custom CRS": Raw(TEXTS, gpd.GeoSeries(SHAPES, index=TEXTS.index, crs=CUSTOM), "custom"),
    "notes": Raw(TEXTS, notes=(Problem("marks_read", "note", 3, "a", "•", {"count": 2}, ("--marker •=zero",)),)),
}


@pytest.mark.parametrize("name", RAWS)
def test_what_was_read_crosses_unchanged(name: str, tmp_path: Path) -> None:
    write_raw(tmp_path, RAWS[name])
    same(read_raw(tmp_path, read_answer(tmp_path)["raw"]), RAWS[name])


def a_csv(folder: Path) -> Path:
    file = folder / "a.csv"
    file.write_text("id;wert\n01;1,5\n02;•\n", encoding="utf-8")
    return file


def test_a_child_reads_the_same_as_this_process(tmp_path: Path) -> None:
    file = a_csv(tmp_path)
    same(read_apart(file, Options()), read_file(file, Options()))


THREADS = """
import importlib, os
from data.importing.process import apart, nursery
for name in nursery.PRELOADED:
    importlib.import_module(name)
before = set(os.listdir("/proc/self/task"))
apart.rehearse()
print(sorted(set(os.listdir("/proc/self/task")) - before))
"""


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="threads are counted on Linux")
def test_rehearsing_starts_no_thread_that_a_fork_would_leave_behind() -> None:
    said = subprocess.run(
        [sys.executable, "-c", THREADS], cwd=nursery.ROOT, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "[]"


@pytest.mark.parametrize("lists", [1, 4])
def test_shapes_of_another_form_than_was_agreed_are_no_answer(lists: int, tmp_path: Path) -> None:
    column = pa.FixedSizeListArray.from_arrays(pa.array([0.0] * 8), 2)
    for _ in range(lists):
        column = pa.LargeListArray.from_arrays(pa.array([0, len(column)], pa.int64()), column)
    left(tmp_path, [[column], []])
    with pytest.raises(ValueError, match="list"):
        read_raw(tmp_path, {"names": [], "shapes_crs": "", "notes": [], "has_gaps": False})


def test_columns_of_different_lengths_are_no_answer(tmp_path: Path) -> None:
    left(tmp_path, [[pa.array(["a", "b"], pa.large_string())], [pa.array(["a"], pa.large_string())]])
    with pytest.raises(ValueError, match=r"\[2, 1\]"):
        read_raw(tmp_path, {"names": ["x", "y"], "shapes_crs": None, "notes": [], "has_gaps": False})


def test_bytes_that_are_no_text_are_no_answer(tmp_path: Path) -> None:
    offsets = pa.py_buffer(np.array([0, 2], dtype=np.int64))
    broken = pa.Array.from_buffers(pa.large_string(), 1, [None, offsets, pa.py_buffer(b"\xc3\x28")])
    for place in (0, 1):  # each file is looked through
        whole = pa.array(["a"], pa.large_string())
        left(tmp_path, [[broken], [whole]] if place == 0 else [[whole], [broken]])
        with pytest.raises(pa.ArrowInvalid, match="UTF8"):
            read_raw(tmp_path, {"names": ["x", "y"], "shapes_crs": None, "notes": [], "has_gaps": False})


def left(folder: Path, shares: list[list[pa.Array]]) -> None:
    """What a child could leave that does as it likes."""
    for name, columns in zip(ROWS, shares, strict=True):
        table = pa.table(columns, names=[str(number) for number in range(len(columns))])
        with pa.OSFile(str(folder / name), "wb") as file, pa.ipc.new_stream(file, table.schema) as out:
            out.write_table(table)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are listed on Linux")
def test_a_child_that_dies_while_it_waits_for_its_wish_is_replaced(tmp_path: Path) -> None:
    file = a_csv(tmp_path)
    with nursery.Child(f"{HERE}:hang", {}) as child:
        status = Path(f"/proc/{child.pid}/status").read_text(encoding="ascii")
        number = next(line.split()[1] for line in status.splitlines() if line.startswith("PPid:"))
        waiting = Path(f"/proc/{number}/task/{number}/children").read_text(encoding="ascii").split()
        for one in {*map(int, waiting)} - {child.pid}:
            os.kill(one, signal.SIGKILL)
    same(read_apart(file, Options()), read_file(file, Options()))


def test_many_threads_read_at_once(tmp_path: Path) -> None:
    file, found = a_csv(tmp_path), []
    threads = [threading.Thread(target=lambda: found.append(read_apart(file, Options()))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LIMIT_S)
    assert len(found) == 8
    for raw in found:
        same(raw, found[0])


def test_errors_come_back_as_what_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.kml").write_text("<kml/>")
    with pytest.raises(UnknownEndingError) as unknown:
        read_apart(tmp_path / "a.kml", Options())
    assert unknown.value.values["ending"] == ".kml"
    with pytest.raises(FileNotFoundError) as absent:
        read_apart(tmp_path / "absent.csv", Options())
    assert absent.value.filename == str(tmp_path / "absent.csv")
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(DataRefusedError) as refused:
        read_apart(tmp_path / "empty.csv", Options())
    assert [problem.code for problem in refused.value.problems] == ["empty_file"]


def refusal(file: Path, limits: Limits = apart.LIMITS) -> str:
    with pytest.raises(DataRefusedError) as refused:
        read_apart(file, Options(), limits)
    (problem,) = refused.value.problems
    for language in LANGUAGES:
        assert "{" not in describe(problem, language)
    return problem.code


@pytest.mark.parametrize(
    ("child", "code"),
    {
        "abort": "reading_died",
        "killed": "reading_died",
        "silent": "reading_died",
        "no_json": "reading_died",
        "other_json": "reading_died",
        "no_rows": "reading_died",
        "out_of_time": "reading_too_long",
        "absent": "reading_died",
    }.items(),
)
def test_whatever_a_child_does_becomes_one_refusal(
    child: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "TASK", f"{HERE}:{child}")
    assert refusal(a_csv(tmp_path)) == code


def test_a_child_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "TASK", f"{HERE}:hang")
    assert refusal(a_csv(tmp_path), Limits(clock=0.01)) == "reading_too_long"


def test_a_file_that_needs_too_much_memory_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "large.csv"
    file.write_text("id;wert\n" + "01;1\n" * 100_000)
    assert refusal(file, Limits(memory=2**20)) == "reading_died"


def test_a_zip_that_unpacks_to_more_than_may_be_written_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.shp", os.urandom(100_000))
    with pytest.raises((DataRefusedError, OSError)):
        read_apart(tmp_path / "a.zip", Options(), Limits(written=50_000))


def test_a_reader_reaches_neither_the_network_nor_programs_nor_other_files(tmp_path: Path) -> None:
    with nursery.Child(f"{HERE}:tries", {"elsewhere": str(tmp_path / "x")}) as child:
        for _ in child.messages(LIMIT_S):
            pass
        refused = (child.folder / "answer.json").read_text()
    assert refused == "connect look up run fork write elsewhere climb"
    assert list(tmp_path.iterdir()) == []


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_whoever_lets_go_leaves_neither_process_nor_folder() -> None:
    child = nursery.Child(f"{HERE}:hang", {})
    (child.folder / "left.bin").write_bytes(b"x")
    child.close()
    assert gone(child.pid)
    assert not child.folder.exists()


def test_children_of_a_child_go_with_it() -> None:
    child = nursery.Child(f"{HERE}:family", {})
    below = next(child.messages(LIMIT_S))
    assert not gone(below["pid"])
    child.close()
    with nursery.Child(f"{HERE}:silent", {}) as later:  # the nursery has been round
        assert list(later.messages(LIMIT_S)) == []
    assert gone(below["pid"])
    assert not Path(below["folder"]).exists()
