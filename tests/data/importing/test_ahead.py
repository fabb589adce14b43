"""A refusal holds every flag that is missing, in one text for the next command."""

import json
import shlex
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from data.commands.run import main
from tests.data.conftest import WEST, features

NEW = ("--new-city", "Neustadt", "--crs", "EPSG:25833", "--level", "district")


@pytest.fixture
def run(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    assert not data_dir.exists()

    def command(*arguments: Any) -> dict[str, Any]:
        main([*map(str, arguments), "--json"])
        return json.loads(capsys.readouterr().out)

    return command


@pytest.fixture
def town(run: Any, tmp_path: Path) -> Any:
    """A city with its two levels."""
    file = tmp_path / "west.geojson"
    file.write_text(features([({"id": "w", "name": "West"}, WEST)]), encoding="utf-8")
    assert run("import", "neu", "areas", file, *NEW)["edition"]
    return run


def unsaid(file: Path, *layers: str) -> Path:
    """A GeoPackage that says neither which layer is meant nor in which CRS it is; its name tells no level."""
    for layer in layers:
        keys = {"id": [f"{layer}-1"], "name": ["Neu"]}
        frame = gpd.GeoDataFrame(keys, geometry=[shapely.geometry.shape(WEST)], crs="EPSG:25833")
        with pytest.warns(UserWarning, match="crs"):  # that is what is wanted here
            frame.set_crs(None, allow_override=True).to_file(file, driver="GPKG", layer=layer)
    return file


def together(report: dict[str, Any]) -> list[str]:
    return next((problem["remedies"] for problem in report["problems"] if problem["code"] == "together"), [])


def test_layer_level_and_crs_are_asked_for_in_one_text(town: Any, tmp_path: Path) -> None:
    file = unsaid(tmp_path / "netz.gpkg", "eins", "zwei drei")
    first = town("import", "neu", "areas", file)
    assert first["edition"] is None
    texts = together(first)
    assert {text.partition(" --file-crs")[0] for text in texts} == {
        *("--level city --sheet eins", "--level district --sheet eins"),
        *("--level city --sheet 'zwei drei'", "--level district --sheet 'zwei drei'"),
    }
    assert all("--file-crs EPSG:25833" in text for text in texts)
    wanted = next(text for text in texts if "district" in text and "zwei" in text)
    second = town("import", "neu", "areas", file, *shlex.split(wanted))
    assert second["edition"] is not None, second["problems"]
    assert second["added"] == 1


def test_of_one_layer_level_and_crs_stand_together(town: Any, tmp_path: Path) -> None:
    file = unsaid(tmp_path / "netz.gpkg", "eins")
    texts = together(town("import", "neu", "areas", file))
    assert [shlex.split(text)[:2] for text in texts] == [["--level", "city"], ["--level", "district"]]
    assert town("import", "neu", "areas", file, *shlex.split(texts[1]))["edition"] is not None


def test_one_missing_flag_is_told_by_its_own_finding_alone(town: Any, tmp_path: Path) -> None:
    file = unsaid(tmp_path / "netz.gpkg", "eins")
    report = town("import", "neu", "areas", file, "--level", "district")
    assert [problem["code"] for problem in report["problems"] if problem["severity"] == "error"] == ["crs_missing"]
    assert together(report) == []


def test_nothing_is_stored_by_looking_ahead(town: Any, tmp_path: Path) -> None:
    before = town("history", "neu")["history"]
    assert together(town("import", "neu", "areas", unsaid(tmp_path / "netz.gpkg", "eins", "zwei")))
    assert town("history", "neu")["history"] == before
