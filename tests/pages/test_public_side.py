"""The public side: every page from the published file alone, and nobody but the public."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from components import cached, session
from components.web import links
from data.audiences import PUBLIC, Audience
from data.publishing.run import publish
from data.store import Store
from tests.pages.looking import PAGES, cells, opened, said, shown_in_table
from tests.pages.test_audiences import accommodation, seen

CITIES = ("dresden", "duisburg", "zwickau")


@pytest.fixture(scope="module")
def file(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("public")
    store = Store(str(filled))
    publish(store, folder / "atlas.sqlite", releases=folder / "releases")
    store.close()
    return folder / "atlas.sqlite"


@pytest.fixture
def public_side(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A process that has the published file, and a data folder with nothing in it."""
    monkeypatch.setenv("ATLAS_PUBLIC", str(file))
    monkeypatch.setenv("ATLAS_DATA", str(tmp_path / "nothing"))
    yield tmp_path / "nothing"
    cached._served.cache_clear()


@pytest.mark.usefixtures("public_side")
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("city", CITIES)
def test_every_page_without_any_accommodation(city, page, whole):
    hidden = accommodation(whole[city])
    at = opened(page, city=city, indicator="accommodation", layers="counselling,kita", eyes="manager")
    assert not at.exception
    assert not at.error
    assert seen(said(at), hidden.marks) == []
    assert "auf Zehner gerundet" in said(at)


@pytest.mark.usefixtures("public_side")
@pytest.mark.parametrize(
    ("lang", "sentence"),
    [("de", "Veröffentlicht wird nur für größere Gebiete."), ("en", "They are published for larger areas only.")],
)
def test_accommodation_says_why_an_area_has_no_figure(lang, sentence):
    at = opened("accommodation", city="dresden", level="neighbourhood", lang=lang)
    assert sentence in said(at)
    assert ("rund" if lang == "de" else "about") in said(at)


@pytest.mark.usefixtures("public_side")
def test_the_map_of_accommodation_shows_tens_or_nothing():
    at = opened("map", city="dresden", level="neighbourhood", indicator="accommodation_places")
    values = list(shown_in_table(at)["value"])
    assert "geheim" in values
    numbers = [value for value in values if value != "geheim"]
    assert [value for value in numbers if not value.endswith("0")] == []


@pytest.mark.usefixtures("public_side")
def test_counts_of_people_are_tens():
    at = opened("map", city="dresden", level="neighbourhood", indicator="population")
    values = list(shown_in_table(at)["value"])
    assert len(values) > 50
    assert [value for value in values if not value.endswith("0")] == []


@pytest.mark.usefixtures("public_side")
def test_manager_pages_are_not_there():
    at = opened("tables", city="dresden", eyes="manager")
    assert session.viewer() == PUBLIC
    assert "caseload" not in " ".join(cells(at))


@pytest.mark.usefixtures("public_side")
def test_the_public_side_is_no_desk(desk):
    desk("manager")
    with pytest.raises(session.TwoSidesError):
        session.local_role()
    assert session.viewer().audience == Audience.PUBLIC


def test_the_public_side_keeps_no_key(public_side):
    assert links.is_signed("dresden/areas/district/1", links.sign("dresden/areas/district/1"))
    assert not public_side.exists()


@pytest.mark.usefixtures("public_side")
def test_a_file_that_is_no_release_is_said_and_nothing_shown(tmp_path, monkeypatch):
    monkeypatch.setenv("ATLAS_PUBLIC", str(tmp_path / "atlas.sqlite"))
    (tmp_path / "atlas.sqlite").write_bytes(b"no store")
    at = opened("map")
    assert not at.exception
    assert "kein vollständiger öffentlicher Bestand" in at.error[0].value
