"""Any small town's publication holds against the attacker, or there is none."""

import math
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import DataRefusedError
from data.publishing.audit import audit
from data.publishing.profiles import PROFILES, Profile, bounds, is_small, published
from data.publishing.protecting import protected
from data.publishing.release import Release, named

PARENTS = {"K": "", "A": "K", "B": "K", "01": "A", "02": "A", "03": "B", "04": "B"}
LEAVES = ("01", "02", "03", "04")
AGES = ("age_0_17", "age_18_64", "age_65_plus")
DAY = pd.Timestamp("2024-12-31")
BLANK = Release("klein", "rounding", {}, PARENTS, {})


def table(cells: dict[tuple[str, str], dict[str, int]]) -> pd.DataFrame:
    """Counts of the quarters by (indicator, group), with all margins."""
    rows = []
    for (indicator, group), leaves in cells.items():
        for area in PARENTS:
            value = sum(count for leaf, count in leaves.items() if area in (leaf, PARENTS[leaf], "K"))
            rows.append((indicator, group, area, DAY, float(value), "", "office", math.nan))
    columns = ["indicator", "group", "area_id", "as_of", "value", "marker", "source_id", "sites"]
    return pd.DataFrame(rows, columns=columns)


def by_age(counts: list[list[int]]) -> pd.DataFrame:
    ages = {("population", age): dict(zip(LEAVES, row, strict=True)) for age, row in zip(AGES, counts, strict=True)}
    total = {leaf: sum(row[leaf] for row in ages.values()) for leaf in LEAVES}
    return table({**ages, ("population", "total"): total})


@pytest.mark.parametrize(
    ("count", "rounding", "suppression"),
    [
        (0, 0, 0),
        (1, 0, None),
        (4, 0, None),
        (5, 10, 5),
        (9, 10, 9),
        (14, 10, 14),
        (15, 20, 15),
        (39013, 39010, 39013),
    ],
)
def test_what_a_profile_makes_of_a_count(count: int, rounding: int, suppression: int | None) -> None:
    counts = pd.Series([float(count)])
    for profile, expected in (("rounding", rounding), ("suppression", suppression)):
        number = published(counts, profile)  # type: ignore[arg-type]
        assert (None if number.isna()[0] else int(number[0])) == expected
        low, high = bounds(number, profile)  # type: ignore[arg-type]
        assert low[0] <= count <= high[0]
        if 1 <= count <= 4:
            assert high[0] - low[0] >= 3


counts_of_a_town = st.lists(st.lists(st.integers(0, 12), min_size=4, max_size=4), min_size=3, max_size=3)


@pytest.mark.parametrize("profile", PROFILES)
@given(cells=counts_of_a_town)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_small_town_holds_or_is_refused(profile: Profile, cells: list[list[int]]) -> None:
    counts, release = by_age(cells), replace(BLANK, profile=profile)
    truth = named(counts, "value")
    try:
        shown, _ = protected(counts, release, [])
    except DataRefusedError as error:
        refused = {problem.code for problem in error.problems}
    else:
        refused = set()
    if refused:
        assert refused == {"count_found_out"}
        return
    out = replace(release, numbers=named(shown, "value"))
    again = audit([(out, truth)], exact=True)
    assert again.leaks == ()
    assert again.small >= int(is_small(counts["value"]).sum())
    if profile == "rounding":
        assert (shown["value"].dropna() % 10 == 0).all()


def test_control_the_same_town_without_complementary_suppression_leaks() -> None:
    counts = by_age([[3, 9, 7, 8], [6, 7, 8, 9], [10, 11, 12, 13]])
    numbers = named(counts.assign(value=published(counts["value"], "suppression")), "value")
    plain = audit([(replace(BLANK, profile="suppression", numbers=numbers), named(counts, "value"))], exact=True)
    assert [(leak.count[1:3], leak.low, leak.high) for leak in plain.leaks] == [(("age_0_17", "01"), 3, 3)]
    shown, _ = protected(counts, replace(BLANK, profile="suppression"), [])
    assert (shown["marker"] == "secret").sum() > 1


def test_rounded_numbers_at_the_end_of_their_range_fall_back_on_their_margin() -> None:
    """Four quarters of four people each: 20 in the city says that each has three or four."""
    counts = table({("uninsured", "total"): dict.fromkeys(LEAVES, 4)})
    counts = counts[counts["area_id"].isin(["K", *LEAVES])].reset_index(drop=True)
    numbers = named(counts.assign(value=published(counts["value"], "rounding")), "value")
    assert len(audit([(replace(BLANK, numbers=numbers), named(counts, "value"))]).leaks) == 4
    shown, found = protected(counts, BLANK, [])
    assert found.leaks == ()
    assert shown.set_index("area_id")["value"].to_dict()["K"] == 20
    assert shown.loc[shown["area_id"].isin(LEAVES), "marker"].tolist() == ["secret"] * 4


def test_what_is_out_already_cannot_be_taken_back() -> None:
    """Suppressed numbers of an earlier release and rounded ones of today are attacked together."""
    counts = by_age([[3, 9, 7, 8], [6, 7, 8, 9], [10, 11, 12, 13]])
    truth = named(counts, "value")
    out = replace(BLANK, profile="suppression", numbers=truth)  # the town once published everything
    with pytest.raises(DataRefusedError) as refused:
        protected(counts, BLANK, [(out, truth)])
    values = refused.value.problems[0].values
    assert (values["city"], values["indicator"], values["group"]) == ("klein", "population", "age_0_17")
    assert (values["area_id"], values["as_of"], values["low"], values["high"]) == ("01", "2024-12-31", "3", "3")


def test_figures_that_contradict_each_other_stop_nothing() -> None:
    """Quarter 02 is not known: its district leaves 100 for it, its age classes would make it 40."""
    counts = by_age([[3, 20, 9, 9], [10, 10, 9, 9], [9, 10, 9, 9]])
    total = counts["group"] == "total"
    counts.loc[total & (counts["area_id"] == "A"), "value"] += 90
    counts.loc[total & (counts["area_id"] == "02"), ["value", "marker"]] = [math.nan, "missing"]
    shown, found = protected(counts, BLANK, [])
    assert found.leaks == ()
    assert found.small == 1
    assert shown.loc[total & (counts["area_id"] == "02"), "marker"].tolist() == ["missing"]


def test_a_corrected_count_is_another_number() -> None:
    """Yesterday's release said 7 exactly, and the truth is 3 now: the old number says nothing about the new one."""
    before, now = (by_age([[n, 30, 30, 30], [30] * 4, [30] * 4]) for n in (7, 3))
    truth = named(before, "value")
    shown, found = protected(now, BLANK, [(replace(BLANK, profile="suppression", numbers=truth), truth)])
    assert found.small == 1
    assert shown.loc[(shown["area_id"] == "01") & (shown["group"] == "age_0_17"), "value"].tolist() == [0]
