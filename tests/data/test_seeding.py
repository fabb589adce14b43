"""Bundled cities come into the store once, whole, and only without fault."""

from pathlib import Path

import pytest

from data.errors import DataRefusedError
from data.seeding import packages, read_package, seed
from data.store import Store
from data.verification import verify
from tests.data.conftest import MANAGER, package


def test_every_bundled_city_is_stored_once(tmp_path: Path) -> None:
    store = Store(tmp_path)
    told: list[tuple[str, int, int]] = []
    assert seed(store, progress=lambda *step: told.append(step)) == ["dresden", "duisburg", "zwickau"]
    assert told == [("dresden", 1, 3), ("duisburg", 2, 3), ("zwickau", 3, 3)]
    assert seed(store) == []
    assert store.editions("dresden") == dict.fromkeys(store.editions("dresden"), 1)
    assert verify(store) == []
    store.close()


@pytest.mark.parametrize("folder", packages(), ids=lambda folder: folder.name)
def test_every_bundled_city_is_without_fault(folder: Path) -> None:
    tables = read_package(folder)
    assert not tables["areas"].empty
    assert str(tables["areas"].crs) in tables["city"]["toml"].iloc[0]


@pytest.mark.parametrize(
    ("file", "content", "code"),
    [
        ("city.toml", "slug = ", "no_toml"),
        ("city.toml", 'slug = "muster"', "setting_missing"),
        ("sites.csv", "site_id,category,lon,lat\n1,zoo,,\n", "not_listed"),
        ("sites.csv", "site_id,category,lon,lat,source_id\n1,kita,9.9,53.5,demo\n", "outside_city"),
        ("sites.csv", "site_id,category,lon,lat,source_id\n1,kita,,,other\n", "source_unknown"),
        ("offers.csv", "site_id,kind,capacity\nzz,,5\n", "site_unknown"),
        ("statistics.csv", "area_id,indicator,as_of,value,source_id\n99,p,2025-12-31,5,demo\n", "area_unknown"),
        ("statistics.csv", 'area_id,indicator,as_of,value,source_id\n01,p,2025-12-31,"5,5",demo\n', "no_number"),
    ],
)
def test_a_package_with_a_fault_is_refused_whole(file: str, content: str, code: str, tmp_path: Path) -> None:
    folder = package(tmp_path / "packages")
    (folder / "muster" / file).write_text(content, encoding="utf-8")
    store = Store(tmp_path / "var")
    with pytest.raises(DataRefusedError) as caught:
        seed(store, folder)
    assert code in {problem.code for problem in caught.value.problems}
    assert store.cities(viewer=MANAGER) == []
    store.close()


def test_a_missing_file_is_an_empty_table(tmp_path: Path) -> None:
    folder = package(tmp_path) / "muster"
    (folder / "caseload.csv").unlink()
    tables = read_package(folder)
    assert tables["caseload"].empty
    assert tables["measures"].empty
