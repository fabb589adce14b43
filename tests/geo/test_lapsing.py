"""What lapses by when."""

import pandas as pd
import pytest

from geo.lapsing import lapsing, last_day

NAN = float("nan")


def day(text: str | None) -> pd.Timestamp:
    return pd.Timestamp(text)


def days(*texts: str | None) -> pd.Series:
    return pd.Series(pd.to_datetime(list(texts)))


@pytest.mark.parametrize(
    ("closes", "funded", "last"),
    [
        ("2027-06-30", "2026-12-31", "2026-12-31"),
        ("2026-01-31", "2026-12-31", "2026-01-31"),
        ("2027-06-30", None, "2027-06-30"),
        (None, "2026-12-31", "2026-12-31"),
        (None, None, None),
    ],
)
def test_an_offer_ends_with_its_site_or_its_funding(closes: str | None, funded: str | None, last: str | None) -> None:
    found = last_day(days(closes).astype("datetime64[s]"), days(funded).astype("datetime64[s]"))
    assert found.name == "last_day"
    assert found.equals(days(last).astype("datetime64[s]"))


OFFERS = pd.DataFrame(
    {
        "area_id": ["01", "01", "01", "02", "02", ""],
        "capacity": pd.array([40, 25, 60, 10, None, 99], dtype="Int64"),
        "ends": pd.to_datetime(["2026-12-31", "2027-12-31", None, "2025-12-31", "2027-03-31", "2026-12-31"]),
    }
)


@pytest.mark.parametrize(
    ("since", "until", "total", "at_least", "unknown"),
    [
        ("2026-01-01", "2026-12-30", [0, 0, 0], [0, 0, 0], [0, 0, 0]),
        ("2026-01-01", "2026-12-31", [40, 0, 0], [40, 0, 0], [0, 0, 0]),
        ("2026-12-31", "2026-12-31", [40, 0, 0], [40, 0, 0], [0, 0, 0]),  # still open on its last day
        ("2027-01-01", "2027-12-31", [25, NAN, 0], [25, 0, 0], [0, 1, 0]),
        ("2026-01-01", "2027-12-31", [65, NAN, 0], [65, 0, 0], [0, 1, 0]),
        ("2025-01-01", "2027-12-31", [65, NAN, 0], [65, 10, 0], [0, 1, 0]),
    ],
)
def test_what_is_open_on_a_day_and_gone_by_another(
    since: str, until: str, total: list[float], at_least: list[float], unknown: list[int]
) -> None:
    areas = pd.Index(["01", "02", "03"], name="area_id")
    found = lapsing(
        OFFERS["capacity"], OFFERS["ends"], OFFERS["area_id"], areas, since=day(since), until=[day(until)]
    )
    expected = pd.DataFrame(
        {"total": total, "at_least": at_least, "unknown": unknown},
        index=pd.MultiIndex.from_product([[day(until)], areas], names=["until", "area_id"]),
    )
    pd.testing.assert_frame_equal(found, expected, check_dtype=False, check_index_type=False)


def test_several_days_are_cumulated_and_no_day_is_answered() -> None:
    def at(*until: str) -> pd.DataFrame:
        return lapsing(
            OFFERS["capacity"],
            OFFERS["ends"],
            OFFERS["area_id"],
            pd.Index(["01"]),
            since=day("2026-01-01"),
            until=[day(each) for each in until],
        )

    assert at("2026-12-31", "2027-12-31")["total"].tolist() == [40, 65]
    assert at().empty
    assert at().columns.tolist() == ["total", "at_least", "unknown"]
