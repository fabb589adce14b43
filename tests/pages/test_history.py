"""Verlauf: who changed what and when, as rows and on the map; taking back says what it does and asks first."""

from collections.abc import Callable

import pytest
import shapely
from streamlit.testing.v1 import AppTest

from components import cached
from components.history.editions import options
from data.audiences import Audience, Viewer
from data.editing import change_rows
from data.edits import Edit
from data.importing.options import Options
from tests.pages.looking import cells, link, said

OTHER = Viewer(Audience.MANAGER, "Frau *Nowak*")
KITA = ("dd-kita-001",)


@pytest.fixture
def page(open_manager_page: Callable[[str], AppTest]) -> AppTest:
    """Dresden's sites in edition 2: one renamed and moved, one new, one gone, with an offer changed beside."""
    store = cached.store()
    sites = store.read("dresden", "sites", viewer=OTHER).set_index("site_id")
    counted = set(store.read("dresden", "caseload", viewer=OTHER)["site_id"])
    gone = next(site for site in sites.index if site not in counted and site != KITA[0])
    moved = shapely.affinity.translate(sites.at[KITA[0], "geometry"], 30, 40)
    edits = [
        Edit("change", "sites", KITA, {"name": "Kita <b>Neu</b>", "geometry": moved}),
        Edit("add", "sites", ("own-kita-001",), {"category": "kita", "name": "Ganz neu"}),
        Edit("remove", "sites", (gone,)),
    ]
    change_rows(store, "dresden", edits, read={}, viewer=OTHER, note="nach *Anruf*")
    at = open_manager_page("history")
    assert not at.exception
    return at.selectbox(key="choose_edition").set_value("sites.2").run()


def test_an_edition_says_who_when_what_and_why(page: AppTest) -> None:
    assert not page.exception
    shown = said(page)
    assert "Frau *Nowak*: von Hand geändert" in shown
    assert "Anmerkung: nach *Anruf*" in shown
    assert "1 neu, 1 geändert, 1 entfernt" in shown
    assert link(page)["edition"] == "sites.2"


def test_changed_cells_stand_side_by_side_and_the_point_says_how_far(page: AppTest) -> None:
    seen = cells(page)
    assert "Kita <b>Neu</b>" in seen
    assert any("(um 50 m verschoben)" in cell for cell in seen)
    assert "Ganz neu" in seen


def test_the_map_tells_states_apart_by_symbol(page: AppTest) -> None:
    sent = said(page)
    assert '"added"' not in sent  # the new one has no position
    assert "1 Einrichtung davon ist ohne Lage" in sent
    legend = "".join(node.value for node in page.get("html"))
    assert "geändert" in legend
    assert "entfernt" in legend


def test_the_filter_narrows_the_list(page: AppTest) -> None:
    page.selectbox(key="choose_table").set_value("offers").run()
    assert link(page)["table"] == "offers"
    assert set(page.dataframe(key="history_list").value["table"]) == {"Angebote"}
    assert link(page)["edition"].startswith("offers.")


def test_two_arbitrary_editions_can_be_compared(page: AppTest) -> None:
    page.selectbox(key="choose_since").set_value("0").run()
    assert not page.exception
    assert link(page)["since"] == "0"
    assert "365 neu, 0 geändert, 0 entfernt" in said(page)


def test_taking_back_says_what_it_does_and_asks_first(page: AppTest) -> None:
    shown = said(page)
    assert "Die Tabelle „Einrichtungen“ hat danach wieder den Inhalt von Ausgabe 1, als neue Ausgabe 3" in shown
    button = next(button for button in page.button if button.label == "Jetzt zurücknehmen")
    assert button.disabled
    next(box for box in page.checkbox if box.key.startswith("undo_sure")).check().run()
    next(button for button in page.button if button.label == "Jetzt zurücknehmen").click().run()
    assert not page.exception
    assert "Zurückgenommen. Neu sind:" in said(page)
    assert link(page)["edition"] == "sites.3"
    assert "Der Inhalt ist wieder der von Einrichtungen, Ausgabe 1." in said(page)
    sites = cached.store().read("dresden", "sites", viewer=OTHER)
    assert "own-kita-001" not in set(sites["site_id"])
    assert len(cached.store().history("dresden", "sites", viewer=OTHER)) == 3


def test_the_beginning_of_a_city_stays(page: AppTest) -> None:
    page.selectbox(key="choose_edition").set_value("statistics.1").run()
    assert "Mit dieser Ausgabe begann der Ort im Atlas" in said(page)
    assert not [button for button in page.button if "urück" in button.label]


def test_a_later_change_is_named_with_the_way_to_it(page: AppTest) -> None:
    store = cached.store()
    offers = store.read("dresden", "offers", viewer=OTHER)
    kind = offers[offers["site_id"] == KITA[0]].iloc[0]
    key = (KITA[0], kind["kind"], kind["role"], None)
    both = [Edit("change", "sites", KITA, {"name": "C"}), Edit("change", "offers", key, {"capacity": 1})]
    change_rows(store, "dresden", both, read={}, viewer=OTHER)
    change_rows(store, "dresden", [Edit("change", "offers", key, {"capacity": 2})], read={}, viewer=OTHER)
    page.run().selectbox(key="choose_edition").set_value("sites.3").run()
    assert "Angebote wurde danach noch einmal geändert" in said(page)
    latest = store.edition("dresden", "offers")
    next(button for button in page.button if button.label == f"Zu Angebote, Ausgabe {latest}").click().run()
    assert link(page)["edition"] == f"offers.{latest}"


def test_answers_of_an_import_are_told_in_words() -> None:
    asked = Options(repair=True, mapping={"area_id": "Nr"}, header_rows=(4, 5), match=frozenset({"names"}))
    assert options({"options": asked.as_json(), "file": "a.csv"}) == [
        "Spalten: area_id = Nr",
        "Zeilen der Überschrift: 4, 5",
        "Angenommene Vorschläge: names",
        "ungültige Flächen repariert",
    ]
