"""Points of columns: degrees, UTM with and without the zone, Gauß-Krüger; fillers, stacks, points outside."""

from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry import Point

from data.importing import Report
from data.importing.location.positions import located
from data.importing.options import Options
from data.importing.reading.raw import Raw
from tests.data.conftest import features, square
from tests.data.importing.places import town

PLACE = town()
POINTS = gpd.GeoSeries.from_xy([411_000.0, 411_500.5, 412_000.25], [5_655_000.0, 5_655_500.5, 5_655_100.0], crs=25833)


def columns(crs: str, decimal: str = ".", group: str = "") -> pd.DataFrame:
    """The points as two columns of text in some CRS, as people write numbers."""
    there = POINTS.to_crs(crs)
    digits = 7 if crs == "EPSG:4326" else 3

    def written(values: Any) -> list[str]:
        texts = [f"{value:,.{digits}f}" for value in values]
        return [text.replace(",", "G").replace(".", decimal).replace("G", group) for text in texts]

    return pd.DataFrame({"lon": written(there.x), "lat": written(there.y)}, dtype="str")


def read(texts: pd.DataFrame, delimiter: str = ";", **asked: Any) -> tuple[Any, list[tuple[str, tuple[str, ...]]]]:
    found, problems = located(Raw(texts, delimiter=delimiter), texts, PLACE, Options(**asked))
    return found, [(problem.code, problem.remedies) for problem in problems]


@pytest.mark.parametrize("crs", ["EPSG:25833", "EPSG:5650", "EPSG:31469", "EPSG:3857"])
@pytest.mark.parametrize(("decimal", "group"), [(".", ""), (",", ""), (",", "."), (".", ","), (",", " ")])
def test_metres_are_asked_about_and_then_read(crs: str, decimal: str, group: str) -> None:
    texts = columns(crs, decimal, group)
    assert read(texts)[1] == [("crs_missing", (f"--file-crs {crs}",))]
    found, problems = read(texts, file_crs=crs)
    assert problems == []
    assert shapely.distance(found.to_numpy(), POINTS.to_numpy()).max() < 0.01


@pytest.mark.parametrize(("decimal", "group"), [(".", ""), (",", "")])
def test_degrees_need_no_question(decimal: str, group: str) -> None:
    found, problems = read(columns("EPSG:4326", decimal, group))
    assert problems == []
    assert shapely.distance(found.to_numpy(), POINTS.to_numpy()).max() < 0.02


@pytest.mark.parametrize("texts", [["13.721", "51.041"], ["13,721", "51,041"]])
def test_three_digits_of_a_degree_are_no_thousands(texts: list[str]) -> None:
    for delimiter in ",;":
        found, problems = read(pd.DataFrame({"lon": texts[:1], "lat": texts[1:]}, dtype="str"), delimiter)
        assert problems == []
        assert found.to_crs(4326).iloc[0].distance(Point(13.721, 51.041)) < 1e-6


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:31469"])
def test_swapped_columns_are_recognised(crs: str) -> None:
    texts = columns(crs).rename(columns={"lon": "lat", "lat": "lon"})
    known = {} if crs == "EPSG:4326" else {"file_crs": crs}
    assert read(texts, **known)[1] == [("axes_swapped", ("--swap-axes",))]
    found, problems = read(texts, swap_axes=True, **known)
    assert problems == [("axes_turned", ())]
    assert shapely.distance(found.to_numpy(), POINTS.to_numpy()).max() < 0.02


@pytest.mark.parametrize("filler", ["0", "-999", "0.0", "9999"])
def test_fillers_are_no_positions(filler: str) -> None:
    texts = columns("EPSG:4326")
    texts.loc[1] = filler
    found, problems = located(Raw(texts), texts, PLACE, Options())
    assert [(one.code, one.severity, one.values) for one in problems] == [
        ("position_filler", "warning", {"count": 1, "rows": "1"})
    ]
    assert list(found.isna()) == [False, True, False]


def test_half_a_position_and_words_are_named() -> None:
    texts = columns("EPSG:4326")
    texts.loc[0, "lat"], texts.loc[1, "lon"], texts.loc[2] = "", "Mitte", ""
    found, problems = located(Raw(texts), texts, PLACE, Options())
    assert [(one.code, one.row) for one in problems] == [("no_position", 0), ("no_position", 1)]
    assert found.isna().all()


Bring = Callable[..., Report]
SITES = "site_id,category,name,lon,lat\n"
HERE = "13.7220,51.0385"


def codes(report: Report) -> dict[str, Any]:
    return {problem.code: problem for problem in report.problems}


def test_points_outside_are_refused_or_dropped_and_recorded(bring: Bring, table: Callable[..., Any]) -> None:
    content = f"{SITES}a,kita,A,{HERE}\nb,kita,B,9.9,53.5\nc,kita,C,,\n"
    refused = codes(bring("sites", "a.csv", content))["outside_city"]
    assert (refused.row, refused.remedies) == (1, ("--drop-outside",))
    report = bring("sites", "a.csv", content, drop_outside=True)
    assert not report.refused
    assert codes(report)["outside_dropped"].values == {"count": 1, "rows": "1"}
    assert codes(report)["unlocated"].values == {"count": 1, "rows": "2"}
    assert {"a", "c"} <= set(table("sites")["site_id"])
    assert "b" not in set(table("sites")["site_id"])


def test_where_all_are_outside_nothing_is_dropped(bring: Bring) -> None:
    report = bring("sites", "a.csv", f"{SITES}b,kita,B,9.9,53.5\n", drop_outside=True)
    assert "outside_city" in codes(report)


def test_sites_on_one_spot_are_listed(bring: Bring) -> None:
    rows = f"a,kita,A,{HERE}\nb,kita,B,{HERE}\nc,kita,C,13.7221,51.0385\nd,kita,D,{HERE}\n"
    stacked = codes(bring("sites", "a.csv", SITES + rows))["stacked"]
    assert (stacked.severity, stacked.values) == ("note", {"count": 1, "sites": 3, "rows": "0, 1, 3"})


def test_the_shape_of_a_site_gives_a_point_inside_it(bring: Bring, table: Callable[..., Any]) -> None:
    content = features([({"site_id": "s", "category": "school", "name": "S"}, square(410_200, 5_654_200, 100))])
    assert codes(bring("sites", "a.geojson", content))["no_point"].remedies == ("--repair",)
    report = bring("sites", "a.geojson", content, repair=True)
    assert codes(report)["points_inside"].values == {"count": 1, "rows": "0"}
    point = table("sites").set_index("site_id").loc["s", "geometry"]
    assert isinstance(point, Point)
    assert np.hypot(point.x - 410_250, point.y - 5_654_250) < 1
