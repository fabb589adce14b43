"""The drift of consultations in Landkreis Zwickau, for managers and from what is published."""

from pathlib import Path

import pytest

from data.audiences import PUBLIC
from data.drift import drift, drift_dates
from data.publishing.public_store import PublicStore
from data.publishing.run import publish
from data.snapshot import Snapshot


def test_small_municipalities_lose_what_the_large_ones_gain(bundled) -> None:
    of = bundled("zwickau")
    days = drift_dates(of)
    assert [day.year for day in days] == [2021, 2022, 2023, 2024, 2025]
    found = drift(of, days[1], days[-1])
    assert found.classes["relative"]["small"] < 0 < found.classes["relative"]["large"]
    assert found.classes["areas"].sum() == 33
    assert found.correlation > 0
    assert found.compared == 33
    assert found.left_out == ()
    assert found.shares.sum().tolist() == pytest.approx([1.0] * 4)
    assert found.shares.loc["small"].is_monotonic_decreasing
    town = found.table.loc["14524330"]
    assert town["relative"] == pytest.approx(town["after"] / town["before"] - 1)
    assert set(found.sources) >= {"demo_caseload"}


def test_what_is_not_known_is_left_out_and_named(bundled) -> None:
    of = bundled("zwickau")
    days = drift_dates(of)
    cases = of.counted_caseload
    gone = cases["area_id"].eq("14524010") & cases["as_of"].eq(f"{days[0]}")
    of.counted_caseload = cases.assign(consultations=cases["consultations"].mask(gone))
    found = drift(of, days[0], days[-1])
    assert gone.sum() == 1
    assert found.left_out == ("14524010",)
    assert found.compared == 32
    assert found.classes["areas"].sum() == 32


@pytest.mark.parametrize("city", ["dresden", "duisburg"])
def test_quarters_of_a_city_are_no_municipalities(bundled, city: str) -> None:
    assert drift_dates(bundled(city)) == []


def test_the_published_file_tells_the_same(bundled_store, bundled, tmp_path: Path) -> None:
    """Office hours without a site count in it too: what is known is not published as 0."""
    file = tmp_path / "atlas.sqlite"
    publish(bundled_store, file, cities=["zwickau"], releases=tmp_path / "releases")
    published = PublicStore(file)
    public, whole = Snapshot(published, "zwickau", PUBLIC), bundled("zwickau")
    days = drift_dates(public)
    assert days == drift_dates(whole)
    mine, theirs = drift(whole, days[0], days[-1]), drift(public, days[0], days[-1])
    apart = (mine.table[["before", "after"]] - theirs.table[["before", "after"]]).abs()
    assert apart.max(axis=None) <= 10  # rounded
    assert (theirs.table["before"] > 0).all()
    assert theirs.correlation > 0.3
    published.close()
