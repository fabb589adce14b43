"""Areas that are alike in the bundled cities: named by what they share, for every audience."""

from data.audiences import PUBLIC
from data.similarity import PROFILE, profile, similar
from geo.similarity import distances


def test_the_nearest_come_first_with_distance_and_indicators(bundled) -> None:
    of = bundled("dresden")
    on = of.dates("neighbourhood")[0]
    found = similar(of, "neighbourhood", "72", on)
    assert list(found.columns) == ["distance", "used"]
    assert found.index.name == "area_id"
    assert len(found) == 5
    assert "72" not in found.index
    assert found["distance"].is_monotonic_increasing
    assert all(set(used) <= set(PROFILE) and len(used) >= 3 for used in found["used"])
    known = profile(of, "neighbourhood", on)
    apart = distances(known, "72")["distance"].drop("72").sort_values()
    assert found["distance"].tolist() == apart.head(5).tolist()
    assert found.index[0] == apart.index[0]


def test_what_a_city_does_not_know_is_left_out(bundled) -> None:
    of = bundled("dresden")
    on = of.dates("neighbourhood")[0]
    known = profile(of, "neighbourhood", on)
    assert "foreigners_share" not in known  # known for the larger Stadtbezirke only
    assert "foreigners_share" in profile(of, "district", on)
    assert known["children_0_5"].between(0, 20).all()  # per 100 inhabitants


def test_the_public_gets_the_same_areas(bundled) -> None:
    manager, public = bundled("zwickau"), bundled("zwickau", PUBLIC)
    on = manager.dates("municipality")[0]
    asked = ("municipality", "14524330", on, 3)
    assert similar(public, *asked).equals(similar(manager, *asked))


def test_a_level_of_one_area_has_none_like_it(bundled) -> None:
    of = bundled("dresden")
    assert similar(of, "city", of.level("city").index[0], of.dates("city")[0]).empty
