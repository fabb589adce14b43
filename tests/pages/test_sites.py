"""Einrichtungen: a manager changes single sites; faults are named beside the form, nobody overwrites another."""

from collections.abc import Callable

import geopandas as gpd
import pytest
import shapely
from streamlit.testing.v1 import AppTest

from components import cached
from data.audiences import Audience, Viewer
from data.editing import change_rows
from data.edits import Edit
from tests.pages.looking import FRAME, link, said

MANAGER = Viewer(Audience.MANAGER, "test")
OTHER = Viewer(Audience.MANAGER, "Frau Nowak")
KITA = "dd-kita-001"


@pytest.fixture
def page(open_manager_page: Callable[[str], AppTest]) -> AppTest:
    return open_manager_page("sites")


def opened(page: AppTest, site: str = KITA) -> AppTest:
    page.selectbox(key="choose_site").set_value(site).run()
    assert not page.exception
    return page


def field(page: AppTest, kind: str, ending: str):
    """The widget of the form whose key ends like this."""
    return next(
        node for node in page.get(kind) if node.key and node.key.startswith("site_") and node.key.endswith(ending)
    )


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception
    return page


def save(page: AppTest) -> AppTest:
    return press(page, "Prüfen und speichern")


def site(site_id: str = KITA):
    return cached.store().read("dresden", "sites", viewer=MANAGER).set_index("site_id").loc[site_id]


def edition(table: str = "sites") -> int:
    return cached.store().edition("dresden", table)


def test_a_changed_name_is_the_next_edition_with_its_note(page: AppTest) -> None:
    opened(page)
    field(page, "text_input", "_name").set_value("Kita Sonnenschein")
    field(page, "text_input", "_note").set_value("Träger rief an")
    save(page)
    assert "Gespeichert: Einrichtungen, Ausgabe 2." in said(page)
    assert site()["name"] == "Kita Sonnenschein"
    assert edition("offers") == 1
    made = cached.store().history("dresden", "sites", viewer=MANAGER)[0]
    assert (made.action, made.detail["note"], made.detail["sites"]) == ("edit", "Träger rief an", [KITA])


def test_saving_what_stands_already_is_no_edition(page: AppTest) -> None:
    save(opened(page))
    assert "Es war nichts zu ändern." in said(page)
    assert edition() == edition("offers") == 1


def test_an_edited_demo_site_stays_in_its_source(page: AppTest) -> None:
    opened(page)
    field(page, "text_input", "_operator").set_value("Stadt")
    save(page)
    assert (site()["operator"], site()["source_id"]) == ("Stadt", "demo_sites")


def test_a_typed_position_is_stored_and_an_impossible_one_named(page: AppTest) -> None:
    opened(page)
    field(page, "text_input", "_lon").set_value("13,75")
    field(page, "text_input", "_lat").set_value("dort")
    save(page)
    assert "Breite:** „dort“ ist keine Zahl" in "".join(node.value for node in page.error)
    assert edition() == 1
    field(page, "text_input", "_lat").set_value("51.05")
    save(page)
    assert edition() == 2
    at = gpd.GeoSeries([site()["geometry"]], crs="EPSG:25833").to_crs(4326)[0]
    assert (round(at.x, 6), round(at.y, 6)) == (13.75, 51.05)


@pytest.mark.parametrize(
    ("ending", "value", "complaint"),
    [
        ("_lat", "48,1", "Lage"),
        ("_languages", "Deutsch", "keine Sprachkürzel"),
    ],
)
def test_a_fault_is_named_with_its_field_and_nothing_is_stored(
    page: AppTest, ending: str, value: str, complaint: str
) -> None:
    opened(page)
    field(page, "text_input", ending).set_value(value)
    save(page)
    assert complaint in "".join(node.value for node in page.error)
    assert field(page, "text_input", ending).value == value
    assert edition() == 1


def test_offers_are_changed_added_and_removed(page: AppTest) -> None:
    opened(page)
    before = cached.store().read("dresden", "offers", viewer=MANAGER).query("site_id == @KITA")
    field(page, "number_input", "_1_capacity").set_value(77)
    press(page, "Angebot hinzufügen")
    last = len(before) + 1
    field(page, "selectbox", f"_{last}_kind").set_value("after_school")
    field(page, "number_input", f"_{last}_capacity").set_value(5)
    press(page, "Angebot 2 entfernen")
    save(page)
    after = cached.store().read("dresden", "offers", viewer=MANAGER).query("site_id == @KITA").set_index("kind")
    assert after.at[before["kind"].iloc[0], "capacity"] == 77
    assert after.at["after_school", "capacity"] == 5
    assert before["kind"].iloc[1] not in after.index
    assert (edition(), edition("offers")) == (1, 2)


def test_the_same_offer_twice_is_refused(page: AppTest) -> None:
    opened(page)
    kind = field(page, "selectbox", "_1_kind").value
    press(page, "Angebot hinzufügen")
    last = max(int(box.key.split("_")[2]) for box in page.selectbox if box.key and box.key.endswith("_kind"))
    field(page, "selectbox", f"_{last}_kind").set_value(kind)
    save(page)
    assert "gibt es schon" in "".join(node.value for node in page.error)


def test_a_new_site_gets_an_id_and_a_source_of_its_own(page: AppTest) -> None:
    press(page, "Neue Einrichtung")
    assert link(page)["new"] == "yes"
    field(page, "selectbox", "_category").set_value("school").run()
    assert field(page, "text_input", "_site_id").value == "own-school-001"
    field(page, "text_input", "_name").set_value("Neue Schule")
    save(page)
    assert link(page)["site"] == "own-school-001"
    made = site("own-school-001")
    assert (made["name"], made["source_id"], made["geometry"]) == ("Neue Schule", "own", None)
    source = cached.store().read("dresden", "sources", viewer=MANAGER).set_index("source_id").loc["own"]
    assert (source["title"], source["publisher"], bool(source["demo"])) == ("Eigene Pflege", "Dresden", False)


def test_deleting_asks_first_and_leaves_the_figures_alone(page: AppTest) -> None:
    opened(page)
    delete = next(button for button in page.button if button.label == "Löschen")
    assert delete.disabled
    field(page, "checkbox", "_sure").check().run()
    press(page, "Löschen")
    counted = cached.store().read("dresden", "caseload", viewer=MANAGER)["site_id"]
    if (counted == KITA).any():
        assert "lässt sich nicht löschen" in "".join(node.value for node in page.error)
    else:
        assert KITA not in set(cached.store().read("dresden", "sites", viewer=MANAGER)["site_id"])
        assert "Gelöscht" in said(page)
        assert "site" not in link(page)


def test_what_somebody_else_has_changed_is_told_and_not_overwritten(page: AppTest) -> None:
    opened(page)
    field(page, "text_input", "_name").set_value("Meine Kita")
    change_rows(
        cached.store(), "dresden", [Edit("change", "sites", (KITA,), {"operator": "Neuer Träger"})],
        read={"sites": 1, "offers": 1}, viewer=OTHER,
    )  # fmt: skip
    save(page)
    shown = said(page)
    assert "Jemand anderes hat diese Einrichtung inzwischen geändert" in shown
    assert "Frau Nowak" in shown
    assert "Neuer Träger" in shown
    assert site()["name"] != "Meine Kita"
    assert field(page, "text_input", "_name").value == "Meine Kita"
    press(page, "Meine Eingaben trotzdem speichern")
    assert (site()["name"], site()["operator"]) == ("Meine Kita", "Neuer Träger")


def test_taking_over_the_other_state_forgets_what_was_typed(page: AppTest) -> None:
    opened(page)
    field(page, "text_input", "_name").set_value("Meine Kita")
    change_rows(
        cached.store(), "dresden", [Edit("change", "sites", (KITA,), {"name": "Ihre Kita"})],
        read={"sites": 1, "offers": 1}, viewer=OTHER,
    )  # fmt: skip
    save(page)
    press(page, "Neuen Stand übernehmen")
    assert field(page, "text_input", "_name").value == "Ihre Kita"
    assert site()["name"] == "Ihre Kita"


def away_and_back(page: AppTest) -> AppTest:
    page.switch_page("../pages/public/map.py").run()
    assert not page.exception
    page.run()  # something else is done there
    page.switch_page("../pages/manager/sites.py").run()
    assert not page.exception
    return page


def test_what_was_typed_stays_while_another_page_is_looked_at(page: AppTest) -> None:
    opened(page)
    assert "noch nicht gespeichert" not in said(page)
    field(page, "text_input", "_name").set_value("Kita Sonnenschein")
    field(page, "number_input", "_1_capacity").set_value(77)
    field(page, "text_input", "_note").set_value("Träger rief an")
    press(page, "Angebot hinzufügen")
    last = max(int(box.key.split("_")[2]) for box in page.selectbox if box.key and box.key.endswith("_kind"))
    field(page, "selectbox", f"_{last}_kind").set_value("after_school")
    away_and_back(page)
    assert link(page)["site"] == KITA
    assert field(page, "text_input", "_name").value == "Kita Sonnenschein"
    assert field(page, "number_input", "_1_capacity").value == 77
    assert field(page, "selectbox", f"_{last}_kind").value == "after_school"
    assert "noch nicht gespeichert" in said(page)
    away_and_back(page)
    save(page)
    assert site()["name"] == "Kita Sonnenschein"
    assert cached.store().history("dresden", "sites", viewer=MANAGER)[0].detail["note"] == "Träger rief an"
    assert "noch nicht gespeichert" not in said(page)


def test_what_was_typed_for_one_site_stays_while_another_is_looked_after(page: AppTest) -> None:
    opened(page)
    field(page, "text_input", "_name").set_value("Kita Sonnenschein")
    opened(page, "dd-kita-002")
    assert field(page, "text_input", "_name").value != "Kita Sonnenschein"
    assert f"Noch nicht gespeichert: Kita Innere Altstadt 1 ({KITA})" in said(page)
    opened(page)
    assert field(page, "text_input", "_name").value == "Kita Sonnenschein"
    press(page, "Eingaben verwerfen")
    assert field(page, "text_input", "_name").value != "Kita Sonnenschein"
    away_and_back(page)
    assert field(page, "text_input", "_name").value != "Kita Sonnenschein"


def test_what_somebody_saves_while_one_is_away_is_not_overwritten(page: AppTest) -> None:
    opened(page)
    field(page, "text_input", "_name").set_value("Meine Kita")
    page.switch_page("../pages/public/map.py").run()
    theirs = [Edit("change", "sites", (KITA,), {"operator": "Neuer Träger"})]
    change_rows(cached.store(), "dresden", theirs, read={"sites": 1, "offers": 1}, viewer=OTHER)
    page.switch_page("../pages/manager/sites.py").run()
    assert field(page, "text_input", "_name").value == "Meine Kita"
    save(page)
    assert "Jemand anderes hat diese Einrichtung inzwischen geändert" in said(page)


def test_a_new_site_is_still_there_on_return(page: AppTest) -> None:
    press(page, "Neue Einrichtung")
    field(page, "text_input", "_name").set_value("Neue Schule")
    away_and_back(page)
    assert field(page, "text_input", "_name").value == "Neue Schule"


def test_filters_stand_in_the_link_and_narrow_the_list(page: AppTest) -> None:
    page.selectbox(key="choose_category").set_value("kita").run()
    page.text_input(key="choose_find").set_value("PROHLIS").run()
    assert (link(page)["category"], link(page)["find"]) == ("kita", "PROHLIS")
    rows = page.dataframe(key="site_list").value
    assert len(rows)
    assert all("prohlis" in " ".join(map(str, row)).casefold() for row in rows.itertuples())


def test_unlocated_sites_are_listed_and_the_next_is_a_click_away(page: AppTest) -> None:
    store = cached.store()
    edits = [Edit("change", "sites", (f"dd-kita-00{n}",), {"geometry": None}) for n in (1, 2, 3)]
    change_rows(store, "dresden", edits, read={}, viewer=OTHER)
    page.selectbox(key="choose_category").set_value("kita").run()
    page.toggle(key="choose_only").set_value(True).run()
    assert link(page)["only"] == "unlocated"
    assert len(page.dataframe(key="site_list").value) == 3
    for expected in ("dd-kita-001", "dd-kita-002", "dd-kita-003", "dd-kita-001"):
        press(page, "Nächste ohne Lage")
        assert link(page)["site"] == expected
    assert shapely.is_missing(site()["geometry"])


@pytest.mark.parametrize("role", ["public", "council"])
@pytest.mark.parametrize("name", ["sites", "history"])
def test_nobody_else_has_the_pages(role: str, name: str, desk: Callable[[str], None]) -> None:
    desk(role)
    at = AppTest.from_file(FRAME, default_timeout=60).run()
    with pytest.raises(ValueError, match="navigation page"):
        at.switch_page(f"../pages/manager/{name}.py")
