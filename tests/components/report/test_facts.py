"""What a profile says: exact values of a small city, what is not known, and who reads what."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from components import cached, session
from components.report.facts import Facts, Grid
from components.report.key_figures import _middle
from components.report.profile import facts
from components.report.subject import TooManyAreasError, UnknownAreaError, UnknownLevelError, wanted
from data.audiences import Audience, Viewer
from data.errors import UnknownCityError
from data.figures import Figures
from data.indicators import UnknownIndicatorError, find
from tests.components.report.conftest import Profile
from tests.data.little_city import little_store

FIVE = pd.DataFrame({"value": [10.0, 20.0, 30.0, None, None]}, index=[*"abcde"])


@pytest.fixture
def little(data_dir: Path) -> Iterator[None]:
    little_store(data_dir).close()
    yield
    cached.store().close()


def told(*areas: str, audience: str = "public", language: str = "de", **asked: str) -> Facts:
    """A profile of the little city."""
    with session.speaking(language):
        of = cached.snapshot("klein", Viewer(Audience.named(audience), "test"))
        return facts(wanted(of, areas, **asked))


def row(grid: Grid, name: str) -> tuple[str, ...]:
    """The cells of a row but for its name."""
    return next(cells[1:] for cells in grid.rows if cells[0] == name)


@pytest.mark.usefixtures("little")
class TestLittleCity:
    def test_key_figures_stand_beside_the_citys(self) -> None:
        found = told("01").figures
        assert found.columns[1] == "Teil 01"
        assert found.columns[-1] == "Kleinstadt gesamt"
        assert row(found, "Einwohnerinnen und Einwohner")[0] == "1.000"
        assert row(found, "Einwohnerinnen und Einwohner")[-1] == "10.000"

    def test_what_is_not_known_is_said_and_never_zero(self) -> None:
        found = told("04")
        assert row(found.figures, "Ausländerinnen und Ausländer")[0] == "keine Angabe"
        assert row(told("02", indicator="children_0_5").figures, "Kinder unter 6 Jahren")[0] != "0"

    def test_the_lead_says_how_many_live_there(self) -> None:
        assert told("01").lead[0] == "Teil 01 hat 1.000 Einwohnerinnen und Einwohner."
        assert told("01", language="en").lead[0] == "1,000 people live in Teil 01."
        assert told().lead[0].startswith("Kleinstadt hat 10.000 Einwohnerinnen und Einwohner")

    def test_a_city_names_its_lowest_and_highest_area(self) -> None:
        assert row(told().figures, "Einwohnerinnen und Einwohner") == ("10.000", "1.000 (Teil 01)", "4.000 (Teil 04)")

    def test_what_is_known_of_some_areas_only_says_so(self) -> None:
        found = told(indicator="population").figures
        name = "Kita-Plätze für unter 3-Jährige je 100 Kinder (2 von 4 bekannt)"
        assert row(found, name) == ("keine Angabe", "0,0 (Teil 02)", "50,0 (Teil 01)")

    def test_a_comparison_has_a_column_an_area(self) -> None:
        found = told("01", "02", indicator="population")
        assert found.figures.columns[1:] == ("Teil 01", "Teil 02", "Kleinstadt gesamt")
        assert row(found.figures, "Einwohnerinnen und Einwohner") == ("1.000", "3.000", "10.000")
        assert found.title == "Teil 01 und Teil 02"
        assert found.lead[0] == (
            "Einwohnerinnen und Einwohner: von 1.000 (Teil 01) bis 3.000 (Teil 02); Kleinstadt: 10.000."
        )
        assert {len(line.signs) for line in found.gaps.rows} <= {2}

    def test_the_trend_has_first_last_and_change(self) -> None:
        assert row(told("01").trend, "Einwohnerinnen und Einwohner") == (
            "31.12.2023 bis 31.12.2024",
            *("900", "1.000", "+100 (+11,1 %)"),
        )

    def test_the_map_as_a_table_has_every_area(self) -> None:
        found = told(indicator="population").areas
        assert found.rows == (("Teil 01", "1.000"), ("Teil 02", "3.000"), ("Teil 03", "2.000"), ("Teil 04", "4.000"))
        assert found.ids == ("01", "02", "03", "04")

    def test_the_map_says_in_words_what_it_shows(self) -> None:
        assert told("02", indicator="population").map.alt == (
            "Karte von Kleinstadt, Stadtteile: Einwohnerinnen und Einwohner. "
            "Die Werte reichen von 1.000 (Teil 01) bis 4.000 (Teil 04). Hervorgehoben: Teil 02, 3.000."
        )

    def test_the_link_leads_back_with_every_choice(self) -> None:
        assert told("01", indicator="population", language="en").view == (
            "stadtteil?city=klein&level=neighbourhood&date=2024-12-31&indicator=population&area=01&lang=en&seen=1"
        )
        assert told("01", "02", indicator="population").view == (
            "vergleich?city=klein&level=neighbourhood&date=2024-12-31&indicator=population&areas=01%2C02&seen=1"
        )

    @pytest.mark.parametrize(
        ("asked", "fault"),
        [
            ({"areas": ("05",)}, UnknownAreaError),
            ({"areas": ("01", "A")}, UnknownAreaError),
            ({"areas": ("01",), "level": "district"}, UnknownAreaError),
            ({"level": "street"}, UnknownLevelError),
            ({"areas": ("01", "02", "03", "04", "05")}, TooManyAreasError),
            ({"indicator": "nothing"}, UnknownIndicatorError),
        ],
    )
    def test_what_does_not_exist_is_refused(self, asked: dict[str, object], fault: type[Exception]) -> None:
        of = cached.snapshot("klein", Viewer(Audience.PUBLIC))
        with pytest.raises(fault):
            wanted(of, **asked)

    def test_an_area_named_twice_is_one(self) -> None:
        assert told("01", "01").kind == "area"


def test_an_unknown_city_is_refused(profile: Profile) -> None:
    with pytest.raises(UnknownCityError):
        profile("nirgends")


def test_similar_areas_are_named_with_their_distance(profile: Profile) -> None:
    found = profile("dresden", "72")
    assert found.figures.columns[2] == "5 ähnliche Gebiete (Median)"
    assert found.similar.startswith("Ähnliche Gebiete: ")
    assert found.similar.count("(Abstand ") == 5
    assert profile("dresden").similar == ""


def test_a_middle_of_some_says_of_how_many() -> None:
    """Where a publication keeps figures back, the middle is that of the others."""
    found = Figures(find("population"), "part", date(2025, 12, 31), FIVE, float("nan"), None, ())
    with session.speaking("de"):
        assert _middle(found, FIVE.index) == "20 (3 von 5 bekannt)"
        assert _middle(found, FIVE.index[:2]) == "keine Angabe"
        assert _middle(found, FIVE.index[:3]) == "20"


def test_every_rule_has_its_source(profile: Profile) -> None:
    found = profile("dresden", "72").gaps
    numbers = {int(part.split("]")[0]) for line in found.rows for part in line.rule.split("[")[1:]}
    assert numbers == set(range(1, len(found.references) + 1))
    assert all(line.rule for line in found.rows)


def test_single_sites_are_read_by_those_who_may(profile: Profile) -> None:
    def names(audience: str) -> str:
        found = profile("duisburg", "508", audience=audience)
        return " ".join([*found.accommodation.sentences, *(cell for line in found.lapses.rows for cell in line)])

    assert "Wohnheim Hochfeld 1" not in names("public")
    assert "Wohnheim Hochfeld 1" in names("council")
    assert "Wohnheim Hochfeld 1" in names("manager")


def test_it_says_for_whom_it_is(profile: Profile) -> None:
    last = {audience: profile("dresden", audience=audience).notes.sentences[-1] for audience in ("public", "council")}
    assert "Öffentlichkeit" in last["public"]
    assert "Rat" in last["council"]


@pytest.mark.parametrize("asked", [("dresden",), ("dresden", "72"), ("dresden", "72", "96")])
def test_both_languages_say_as_much(profile: Profile, asked: tuple[str, ...]) -> None:
    german, english = (profile(*asked, language=language) for language in ("de", "en"))
    for name in ("figures", "lapses", "trend", "measures", "areas", "sources"):
        one, other = getattr(german, name), getattr(english, name)
        assert len(one.rows) == len(other.rows)
        assert len(one.columns) == len(other.columns)
    assert len(german.lead) == len(english.lead)
    assert len(german.gaps.rows) == len(english.gaps.rows)
