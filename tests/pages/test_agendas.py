"""Sitzungen: a manager makes an agenda, from the page and from any view; others are not overwritten."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from components import cached, share
from components.text import known
from data.agendas import Agenda, Item, agendas, save
from data.audiences import Audience, Viewer
from tests.pages.looking import link, opened, said, title

MANAGER = Viewer(Audience.MANAGER, "test")
Open = Callable[[str], AppTest]


def stored(city: str = "dresden") -> list[Agenda]:
    return agendas(cached.store().read(city, "agendas", viewer=MANAGER))


def field(at: AppTest, ending: str) -> object:
    return next(node for node in at.text_input if node.key.endswith(ending))


def press(at: AppTest, label: str, position: int = 0) -> AppTest:
    found = [button for button in at.button if button.label == label]
    return found[position].click().run()


def begun(open_manager_page: Open, name: str = "Sozialausschuss") -> AppTest:
    at = open_manager_page("agendas")
    assert "noch keine Tagesordnung" in at.info[0].value
    at.text_input(key="agenda_new_title").set_value(name)
    return press(at, "Anlegen")


def added(at: AppTest, pasted: str, name: str, reference: str = "") -> AppTest:
    field(at, "_pasted").set_value(pasted)
    field(at, "_new_reference").set_value(reference)
    next(
        node for node in at.text_input if node.key.endswith("_new_title") and node.key != "agenda_new_title"
    ).set_value(name)
    return press(at, "Hinzufügen")


def test_an_agenda_is_begun_filled_ordered_renamed_and_deleted(open_manager_page: Open) -> None:
    at = begun(open_manager_page)
    assert link(at)["agenda"] == "sozialausschuss"
    assert [(one.title, one.audience, one.items) for one in stored()] == [("Sozialausschuss", "council", ())]
    added(at, "/versorgungsluecken?service=kita_under_3", "Kita", "V0123/26")
    added(at, "?indicator=population&area=72&eyes=public&lang=en", "Menschen")
    kita = Item("Kita", "V0123/26", "versorgungsluecken?city=dresden&service=kita_under_3")
    people = Item("Menschen", "", "?area=72&city=dresden&indicator=population")
    assert stored()[0].items == (kita, people)
    press(at, "Nach oben", 1)
    assert stored()[0].items == (people, kita)
    field(at, "_title_0").set_value("Einwohner")
    field(at, "_reference").set_value("Sitzung 7")
    at.get("button_group")[-1].set_value("public")
    at.button(key="agenda_save").click().run()
    (one,) = stored()
    assert [item.title for item in one.items] == ["Einwohner", "Kita"]
    assert one.reference == "Sitzung 7"
    press(at, "Entfernen", 1)
    assert [item.title for item in stored()[0].items] == ["Einwohner"]
    assert not at.error
    delete = [button for button in at.button if button.label == "Tagesordnung löschen"]
    assert delete[0].disabled
    at.checkbox[0].check().run()
    press(at, "Tagesordnung löschen")
    assert stored() == []
    assert "noch keine Tagesordnung" in at.info[0].value


@pytest.mark.parametrize("pasted", ["https://evil.example/?city=dresden", "javascript:alert(1)", "einlesen", "//x"])
def test_a_link_that_leads_elsewhere_is_not_taken(pasted: str, open_manager_page: Open) -> None:
    at = added(begun(open_manager_page), pasted, "Fremd")
    assert "keine Ansicht dieses Atlas" in at.error[0].value
    assert stored()[0].items == ()


def test_a_view_of_another_city_is_not_taken(open_manager_page: Open) -> None:
    at = added(begun(open_manager_page), "?city=duisburg", "Duisburg")
    assert "anderen Ort" in at.error[0].value
    assert stored()[0].items == ()


def test_a_title_is_asked_for(open_manager_page: Open) -> None:
    at = open_manager_page("agendas")
    press(at, "Anlegen")
    assert "Titel" in at.error[0].value
    assert stored() == []


def test_who_comes_second_is_told_and_nothing_is_overwritten(open_manager_page: Open) -> None:
    at = begun(open_manager_page)
    (mine,) = stored()
    theirs = Agenda(mine.agenda_id, "Von jemand anderem", "", "manager")
    save(cached.store(), "dresden", theirs, read=cached.store().edition("dresden", "agendas"), viewer=MANAGER)
    next(node for node in at.text_input if node.label == "Titel").set_value("Meins")
    at.button(key="agenda_save").click().run()
    assert "jemand anderes" in at.error[0].value
    assert stored() == [theirs]


def test_the_session_begins_from_here(open_manager_page: Open) -> None:
    at = added(begun(open_manager_page), "stadtteil?area=72", "Prohlis")
    assert "agenda=sozialausschuss" in said(at)
    assert any("QR-Code der Tagesordnung" in node.value for node in at.get("html"))
    press(at, "Sitzung beginnen")
    assert title(at) == "Prohlis"
    assert link(at)["ansicht"] == "sitzung"


def test_only_managers_have_the_page(desk: Callable[[str], None]) -> None:
    desk("council")
    at = opened()
    assert "Sitzungen" not in said(at)
    with pytest.raises(ValueError, match="agendas"):
        at.switch_page("../pages/manager/agendas.py")


def test_link_and_qr_code_are_escaped_html() -> None:
    markup = share.markup("https://atlas.example/?a=1&b=<x>", alt="QR & mehr")
    assert "&lt;x&gt;" in markup
    assert 'alt="QR &amp; mehr"' in markup
    assert "data:image/svg+xml" in markup
    assert "<x>" not in markup
    assert known("de")["share.copy"] in markup
