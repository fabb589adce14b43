"""Session mode: one view a screen, an agenda from one to the next, nothing to choose or edit."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from components import cached
from components.sitting.screens import SCREENS
from data.agendas import Agenda, Item, save
from data.audiences import Audience, Viewer
from data.store import Store
from tests.pages.looking import link, notices, opened, said, title

MANAGER = Viewer(Audience.MANAGER, "test")
ITEMS = (
    Item("Menschen", "V0001/26", "?city=dresden&indicator=population&area=72"),
    Item("Kita", "https://ratsinfo.example/vo/2", "versorgungsluecken?city=dresden&service=kita_under_3"),
    Item("Lücken", "", "versorgungsluecken?city=dresden"),
    Item("Wohnen", "", "unterbringung?city=dresden&measure=location_quotient"),
    Item("Prohlis", "", "stadtteil?city=dresden&area=72"),
    Item("Vergangen", "", "nirgends?city=dresden"),
)
PAGES = {
    **{"map": "", "gaps": "versorgungsluecken", "accommodation": "unterbringung", "area": "stadtteil"},
    **{"comparison": "vergleich", "measures": "massnahmen"},
}
AUDIENCES = ("public", "council", "manager")
EDITING = (
    "selectbox",
    "text_input",
    "button_group",
    "multiselect",
    "slider",
    "number_input",
    "checkbox",
    "dataframe",
)


@pytest.fixture(scope="module")
def town(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The seeded store with an agenda for each audience."""
    folder = tmp_path_factory.mktemp("sitting") / "var"
    shutil.copytree(filled, folder)
    store = Store(str(folder))
    for audience in AUDIENCES:
        agenda = Agenda(f"fuer-{audience}", f"Für {audience}", "Vorlage der Sitzung", audience, ITEMS)
        save(store, "dresden", agenda, read=store.edition("dresden", "agendas"), viewer=MANAGER)
    store.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ATLAS_DATA", str(folder))
        st.cache_resource.clear()
        yield folder
        cached.store().close()


def followed(agenda: str, **more: str) -> AppTest:
    return opened(city="dresden", ansicht="sitzung", agenda=agenda, **more)


def buttons(at: AppTest) -> dict[str, bool]:
    """Key of each button to whether it can be pressed."""
    return {button.key: not button.disabled for button in at.button}


def sent(at: AppTest) -> set[str]:
    return {node.type for node in at._tree}


@pytest.mark.parametrize("page", PAGES)
def test_a_view_of_its_own_has_a_sentence_and_an_end_and_nothing_to_choose(page: str, town: Path) -> None:
    assert town
    asked = {"city": "dresden"} if page == "measures" else {"city": "dresden", "area": "72"}  # no measure is of 72
    plain = opened(page, **asked)
    at = opened(page, **asked, ansicht="sitzung")
    assert not at.exception
    assert not at.error
    assert title(at)
    assert at.markdown[0].value
    assert buttons(at) == {"session_end": True}
    assert sent(at).isdisjoint(EDITING)
    assert "Stand: " in said(at)
    assert "Quelle: " in said(at)
    assert "Demodaten" in said(at)
    at.button(key="session_end").click().run()
    assert link(at) == link(plain)
    assert title(at) == title(plain)


def test_a_page_without_a_screen_stays_a_page(town: Path) -> None:
    assert town
    at = opened("imprint", ansicht="sitzung")
    assert title(at) == "Impressum"
    assert "ansicht" not in link(at)


def test_an_agenda_leads_from_view_to_view(town: Path) -> None:
    assert town
    at = followed("fuer-public")
    seen = []
    for number in range(1, len(ITEMS) + 1):
        assert not at.exception
        assert not at.error
        assert link(at) == {
            "city": "dresden",
            "lang": "de",
            "ansicht": "sitzung",
            "agenda": "fuer-public",
            "item": str(number),
        }
        assert f"{number} von {len(ITEMS)}" in said(at)
        assert sent(at).isdisjoint(EDITING)
        assert buttons(at) == {
            "session_previous": number > 1,
            "session_next": number < len(ITEMS),
            "session_end": True,
        }
        seen.append(title(at))
        if number < len(ITEMS):
            at.button(key="session_next").click().run()
    assert seen == [item.title for item in ITEMS]
    assert "gibt es nicht mehr" in at.info[0].value
    at.button(key="session_previous").click().run()
    assert title(at) == "Prohlis"
    assert notices(at) == []


def test_the_vorlage_is_a_number_or_a_link_and_the_sessions_own_stands_in(town: Path) -> None:
    assert town
    html = ["".join(node.value for node in followed("fuer-public", item=str(n)).get("html")) for n in (1, 2, 3)]
    assert "Vorlage V0001/26" in html[0]
    assert 'href="https://ratsinfo.example/vo/2"' in html[1]
    assert "Vorlage Vorlage der Sitzung" in html[2]


def test_ending_goes_on_with_the_same_view_as_a_page(town: Path) -> None:
    assert town
    at = followed("fuer-public", item="2")
    at.button(key="session_end").click().run()
    assert title(at) == "Was fehlt in Dresden?"
    assert link(at)["service"] == "kita_under_3"
    assert {"ansicht", "agenda", "item"}.isdisjoint(link(at))
    assert notices(at) == []


def test_an_agenda_is_found_without_the_city_in_its_link(town: Path) -> None:
    assert town
    at = opened(ansicht="sitzung", agenda="fuer-public", item="2")
    assert link(at)["city"] == "dresden"
    assert title(at) == "Kita"


@pytest.mark.parametrize("item", ["0", "7", "-1", "x", "1e3", "<b>"])
def test_an_item_that_is_not_there_falls_back_to_the_first(item: str, town: Path) -> None:
    assert town
    at = followed("fuer-public", item=item)
    assert link(at)["item"] == "1"
    assert len(notices(at)) == 1


@pytest.mark.parametrize("role", [None, "public", "council", "manager"])
def test_who_may_not_open_an_agenda_is_told_the_same_as_where_there_is_none(
    role: str | None, town: Path, desk: Callable[[str], None]
) -> None:
    assert town
    if role:
        desk(role)
    rank = AUDIENCES.index(role or "public")
    for audience in AUDIENCES:
        at = followed(f"fuer-{audience}")
        if AUDIENCES.index(audience) <= rank:
            assert title(at) == "Menschen"
            continue
        assert "gibt es hier nicht" in at.info[0].value
        assert not at.title
        never = followed("nirgends-gewesen")
        assert said(at).replace(f"fuer-{audience}", "") == said(never).replace("nirgends-gewesen", "")


def test_the_same_session_in_english(town: Path) -> None:
    assert town
    at = followed("fuer-public", lang="en")
    assert "1 of 6" in said(at)
    assert title(at) == "Menschen"


def test_every_page_with_a_screen_is_tried_here() -> None:
    assert set(PAGES.values()) == set(SCREENS)
