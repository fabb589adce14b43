"""Reading in: a file of others in its child process beside the bare libraries, and a whole import with its memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from benchmarks.context import Context
from benchmarks.rows import Goal, Row
from data.importing.options import Options
from data.importing.process import nursery
from data.importing.process.apart import read_apart
from data.importing.reading import gdal
from tests.browser.harness import ROOT

SIDE = 105
"""Municipalities in a row: their square is 11,025, about as many as Germany has."""

ROWS = 1_000_000
TILE_M = 5_000
CORNER_M = (250_000, 5_300_000)
CRS = "EPSG:25832"
STEPS = 15
"""Points of a boundary between two corners: four boundaries make the usual 60 of a simplified municipality."""

GOAL = Goal("times", 0.33)
"""At most three times the time of the bare library."""

IMPORT = """
import sys
from datetime import date
from pathlib import Path
from data.audiences import Audience, Viewer
from data.importing import import_file
from data.importing.options import Options
from data.store import Store

store, table, file = Store(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
new = {"new_city": "Land", "crs": "EPSG:25832", "level": "municipality"} if table == "areas" else {}
viewer = Viewer(Audience.MANAGER, "benchmark")
known = {"options": Options(**new), "viewer": viewer, "today": date(2026, 11, 22)}
report = import_file(store, "land", table, file, **known)
assert not report.refused, report.problems[:5]
assert report.rows_accepted == report.rows_read == int(sys.argv[4]), report.rows_accepted
store.close()
"""


def municipalities(side: int) -> gpd.GeoDataFrame:
    """Municipalities in a square grid whose boundaries wind and fit together."""
    tiles = [_tile(row, column) for row in range(side) for column in range(side)]
    names = [f"Gemeinde {number}" for number in range(len(tiles))]
    keys = [f"{number:08d}" for number in range(1_000_000, 1_000_000 + len(tiles))]
    frame = gpd.GeoDataFrame({"area_id": keys, "name": names}, geometry=tiles, crs=CRS)
    return frame.to_crs("EPSG:4326")


def _tile(row: int, column: int) -> shapely.Polygon:
    sides = [
        _boundary(row, column, across=True),
        _boundary(row, column + 1, across=False),
        _boundary(row + 1, column, across=True)[::-1],
        _boundary(row, column, across=False)[::-1],
    ]
    return shapely.Polygon(np.concatenate([side[:-1] for side in sides]))


def _boundary(row: int, column: int, *, across: bool) -> np.ndarray:
    along = np.linspace(0, 1, STEPS + 1)
    aside = 0.08 * np.sin(np.pi * along) * np.sin(7 * along * (1 + (row * 31 + column * 17) % 5))
    x, y = (along, aside) if across else (aside, along)
    return np.stack([CORNER_M[0] + TILE_M * (column + x), CORNER_M[1] + TILE_M * (row + y)], axis=1)


def statistics(keys: pd.Series, rows: int) -> pd.DataFrame:
    """Figures of many groups about every area, in long form."""
    groups = -(-rows // len(keys))
    frame = pd.DataFrame(
        {
            "area_id": np.tile(keys.to_numpy(), groups)[:rows],
            "indicator": np.repeat([f"indicator_{number % 7}" for number in range(groups)], len(keys))[:rows],
            "group": np.repeat([f"group_{number // 7}" for number in range(groups)], len(keys))[:rows],
        }
    )
    values = np.round(np.random.default_rng(4).gamma(2, 800, rows), 2).astype("U12")
    return frame.assign(as_of="2025-12-31", value=values)


def run(context: Context) -> list[Row]:
    """Reading beside the bare libraries, and two imports whole."""
    side, rows = (SIDE, ROWS) if not context.is_quick else (SIDE // 5, ROWS // 20)
    with tempfile.TemporaryDirectory(prefix="atlas-reading-") as name:
        folder = Path(name)
        areas = municipalities(side)
        files = _files(folder, areas, rows)
        os.sync()  # nothing is still on its way to the disk while times are taken
        warm()
        found = []
        for label, file in files.items():
            peer = _bare(file)
            ours, theirs = _fastest(context.times(7, 1), lambda file=file: read_apart(file, Options()), peer)
            found.append(Row(f"read {label}", ours, theirs, "s", GOAL, 3))
            if file.suffix == ".csv":  # what the atlas does: keys keep their zeros, marks stay what they are
                (texts,) = _fastest(context.times(3, 1), lambda file=file: pd.read_csv(file, dtype="str"))
                found.append(Row("read the same, every cell as text", ours, texts, "s", GOAL, 3))
        whole = (("areas", files["areas, GeoJSON"], len(areas)), ("statistics", _csv(folder), rows))
        for table, file, count in whole:
            seconds, mebibytes = _imported(folder, table, file, count)
            found.append(Row(f"import {table} ({count:,} rows)", seconds, None, "s", Goal("at most", 90)))
            found.append(Row(f"import {table}, memory", mebibytes, None, "MiB", Goal("at most", 3072), 0))
        return found


def warm() -> None:
    """Have the nursery ready: it starts once for many files."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "warm.csv"
        file.write_text("a,b\n1,2\n", encoding="utf-8")
        nursery.warm()
        read_apart(file, Options())


def _csv(folder: Path) -> Path:
    return folder / "statistics.csv"


def _files(folder: Path, areas: gpd.GeoDataFrame, rows: int) -> dict[str, Path]:
    geojson, gpkg, zipped = (folder / f"areas.{ending}" for ending in ("geojson", "gpkg", "zip"))
    document = json.loads(areas.to_json(drop_id=True))
    document.pop("crs", None)
    geojson.write_text(json.dumps(document), encoding="utf-8")
    gdal.pyogrio.write_dataframe(areas, gpkg)
    gdal.pyogrio.write_dataframe(areas, folder / "areas.shp", encoding="utf-8")
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        for ending in ("shp", "shx", "dbf", "prj", "cpg"):
            archive.write(folder / f"areas.{ending}", f"areas.{ending}")
    statistics(areas["area_id"], rows).to_csv(_csv(folder), index=False)
    named = {"areas, GeoJSON": geojson, "areas, GeoPackage": gpkg, "areas, zipped Shapefile": zipped}
    return {f"statistics, CSV of {rows:,} rows": _csv(folder)} | named


def _bare(file: Path) -> Callable[[], object]:
    if file.suffix == ".csv":
        return lambda: pd.read_csv(file)
    return lambda: gdal.pyogrio.read_dataframe(file)


def _fastest(times: int, *calls: Callable[[], object]) -> list[float]:
    """Seconds of the fastest run of each call; they take turns, so that what else happens hits all alike."""
    found: list[list[float]] = [[] for _ in calls]
    for _ in range(times):
        for call, seconds in zip(calls, found, strict=True):
            started = time.perf_counter()
            call()
            seconds.append(time.perf_counter() - started)
    return [min(seconds) for seconds in found]


def _imported(folder: Path, table: str, file: Path, count: int) -> tuple[float, float]:
    """Seconds and mebibytes of the largest process of an import, in a process of its own."""
    command = [sys.executable, "-c", IMPORT, str(folder / "var"), table, str(file), str(count)]
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"import of {table}: {process.returncode}"
    return time.perf_counter() - started, used.ru_maxrss / 1024
