"""An old link: since when it is, what has changed, whether the sentence still holds, and the view as it was."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st

from components import cached
from components.web import links
from components.web.geometry import _make
from data.audiences import PUBLIC, Audience, Viewer
from data.publishing.run import publish
from data.store import Store
from tests.pages.looking import cells, headline, link, notices, opened, said, texts, title

MANAGER = Viewer(Audience.MANAGER, "test")
THEN = "Wie damals"
NOW = "Heutiger Stand"


@pytest.fixture(scope="module")
def state(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A store that was changed after links had been copied, and the state of these links.

    Kitas have more places, one of them another name, one is gone, one is for managers only; a hostel has become a
    protected shelter.
    """
    folder = tmp_path_factory.mktemp("earlier") / "var"
    shutil.copytree(filled, folder)
    store = Store(str(folder))
    before = store.state("dresden")
    with store.change("dresden", viewer=MANAGER, action="edit") as change:
        sites, offers = change.read("sites"), change.read("offers")
        kitas = list(sites.loc[sites["category"] == "kita", "site_id"])
        offers.loc[offers["kind"] == "3_to_6", "capacity"] += 40
        sites.loc[sites["site_id"] == kitas[0], "name"] = "Kita Neuer Name"
        sites.loc[sites["site_id"] == kitas[1], "audience"] = "manager"
        hostel = sites.loc[(sites["category"] == "accommodation") & (sites["audience"] == "council"), "site_id"].iloc[
            0
        ]
        offers.loc[offers["site_id"] == hostel, "kind"] = "protected"
        offers = offers.drop_duplicates(["site_id", "kind", "role", "funded_until"])
        change.write("sites", sites[sites["site_id"] != kitas[2]])
        change.write("offers", offers[offers["site_id"] != kitas[2]])
        areas = change.read("areas")
        areas.loc[areas["area_id"] == "72", "name"] = "Prohlis-Neu"
        change.write("areas", areas)
    store.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ATLAS_DATA", str(folder))
        st.cache_resource.clear()
        yield str(before)
        cached.store().close()


def labels(at: object) -> list[str]:
    return [button.label for button in at.button]  # type: ignore[attr-defined]


def test_a_link_without_a_state_and_one_of_today_say_nothing(state: str) -> None:
    assert state
    for asked in ({}, {"seen": str(cached.store().state("dresden"))}):
        at = opened(city="dresden", **asked)
        assert not at.exception
        assert {THEN, NOW}.isdisjoint(labels(at))
        assert "Dieser Link" not in said(at)


def test_an_old_link_says_what_has_changed_and_what_the_view_said_then(state: str) -> None:
    at = opened(city="dresden", seen=state)
    shown = said(at)
    assert "Dieser Link ist vom " in shown
    assert "Einrichtungen (1 geändert, 2 entfernt, " in shown
    assert "Gebiete (1 geändert, " in shown
    assert "Damals: Dresden: 84,8 je 100 Kinder" in shown
    assert "Heute: Dresden: " in shown
    assert title(at) == "Wo fehlen Kita-Plätze?"
    assert {THEN, NOW} <= set(labels(at))
    assert link(at)["seen"] == state


def test_a_sentence_that_still_holds_is_said_to(state: str) -> None:
    assert "Die Aussage ist heute dieselbe." in said(opened(city="dresden", seen=state, indicator="population"))


@pytest.mark.parametrize("page", ["map", "gaps", "accommodation", "area"])
def test_every_view_can_be_seen_as_it_was(page: str, state: str) -> None:
    at = opened(page, city="dresden", area="72", service="kita_3_6", seen=state)
    assert not at.exception
    next(button for button in at.button if button.label == THEN).click().run()
    assert not at.exception
    assert not at.error
    assert link(at)["past"] == "1"
    assert "Sie sehen den Stand vom" in said(at)
    assert "Prohlis-Süd" in said(at)
    assert "Kita Neuer Name" not in said(at)
    fresh = opened(page, **link(at))
    assert cells(fresh) == cells(at)
    next(button for button in at.button if button.label == NOW).click().run()
    assert "past" not in link(at)
    assert "Prohlis-Neu" in said(at)
    next(button for button in at.button if button.label == NOW).click().run()
    assert "seen" not in link(at)
    assert "Dieser Link" not in said(at)


def test_the_figures_of_the_past_are_those_of_then(state: str) -> None:
    at = opened(city="dresden", seen=state, past="1")
    assert headline(opened(city="dresden")) != headline(at)
    assert any("Dresden: 84,8 je 100 Kinder" in text.replace("*", "") for text in texts(at))


@pytest.mark.parametrize("role", [None, "council", "manager"])
def test_nobody_sees_more_of_the_past_than_today(role: str | None, state: str, desk: Callable[[str], None]) -> None:
    if role:
        desk(role)
    viewer = Viewer(Audience.named(role)) if role else PUBLIC
    then = cached.snapshot("dresden", viewer, int(state))
    today = cached.snapshot("dresden", viewer)
    gone = set(then.sites.index) - set(today.sites.index)
    assert len(gone) == (1 if role == "manager" else 0)
    assert set(then.open_to_all.index) <= set(today.open_to_all.index)
    area = today.area_of_sites("neighbourhood")[today.in_layer("kita")[0]]
    at = opened("area", city="dresden", area=str(area), seen=state, past="1", layers="kita,accommodation")
    assert not at.exception
    names = cached.snapshot("dresden", MANAGER, int(state)).sites["name"]
    hidden = {name for site, name in names.items() if site not in then.sites.index} - set(then.sites["name"])
    assert not [name for name in hidden if name in said(at)]


@pytest.mark.parametrize("page", ["map", "gaps", "area"])
def test_a_session_says_that_it_shows_the_past(page: str, state: str) -> None:
    at = opened(page, city="dresden", area="72", seen=state, past="1", ansicht="sitzung")
    assert not at.exception
    assert "Sie sehen den Stand vom" in said(at)
    assert "Sie sehen den Stand vom" not in said(opened(page, city="dresden", seen=state, ansicht="sitzung"))


def test_no_address_of_a_site_of_the_past_is_handed_out(state: str) -> None:
    at = opened(city="dresden", layers="kita", seen=state, past="1")
    assert "sites/kita" not in said(at)
    assert "sites/kita" in said(opened(city="dresden", layers="kita"))


def test_boundaries_of_the_past_have_an_address_of_their_own(state: str) -> None:
    then, today = (cached.snapshot("dresden", PUBLIC, at) for at in (int(state), None))
    assert links.areas(then, "neighbourhood") != links.areas(today, "neighbourhood")
    path = links.areas(then, "neighbourhood").split("/", 2)[2].removesuffix(".geojson")
    assert "Prohlis-Süd" in _make(path)
    assert "Prohlis-Neu" in _make(links.areas(today, "neighbourhood").split("/", 2)[2].removesuffix(".geojson"))


@pytest.mark.parametrize("given", ["0", "99", "x", "-1", "1.5", "9" * 300, "<b>", "²"])
def test_a_state_that_has_never_been_falls_back_with_one_line(given: str, state: str) -> None:
    assert state
    at = opened(city="dresden", seen=given, past="1")
    assert not at.exception
    assert "seen" not in link(at)
    assert len(notices(at)) == 1
    assert "Sie sehen den Stand" not in said(at)


def test_another_city_starts_without_the_state(state: str) -> None:
    at = opened(city="dresden", seen=state, past="1")
    at.selectbox(key="choose_city").set_value("duisburg").run()
    assert {"seen", "past"}.isdisjoint(link(at))


def test_the_page_of_tables_shows_the_present(state: str) -> None:
    at = opened("tables", city="dresden", seen=state, past="1")
    assert not at.exception
    at.selectbox(key="choose_table").set_value("areas").run()
    assert "Prohlis-Neu" in said(at)


def test_a_published_file_says_that_it_keeps_the_present_only(
    state: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert state
    out = tmp_path / "public.sqlite"
    store = cached.store()
    publish(store, out, cities=["dresden"], releases=tmp_path / "releases", texts=tmp_path)
    monkeypatch.setenv("ATLAS_PUBLIC", str(out))
    at = opened(city="dresden", seen="20200101000000", past="1")
    assert not at.exception
    assert "nur den heutigen Stand" in said(at)
    assert "past" not in link(at)
    assert THEN not in labels(at)
    assert NOW in labels(at)
