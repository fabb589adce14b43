"""Downloads of the pages: each table and each view, for the eyes that look, made only when somebody asks."""

import pytest

from tests.pages.looking import opened, said

OPEN = {"map": "menu_figures", "gaps": "menu_gaps", "accommodation": "menu_standards"}


def downloads(at) -> list[str]:
    return [node.proto.label for node in at.get("download_button")]


def table(at, name: str):
    """The page with another table chosen."""
    chooser = next(box for box in at.selectbox if box.label in ("Tabelle", "Table"))
    return chooser.set_value(name).run()


@pytest.mark.parametrize("role", [None, "council", "manager"])
def test_every_table_has_one_button_and_its_lasting_addresses(role, desk):
    if role:
        desk(role)
    at = opened("tables")
    for name in ("areas", "sites", "statistics", "sources"):
        at = table(at, name)
        assert not at.exception
        assert downloads(at) == ["Herunterladen"]
        codes = [node.value for node in at.code]
        assert [code.partition("daten/")[2] for code in codes] == [f"dresden/{name}.csv", f"dresden/{name}/1.csv"]


def test_a_table_without_shapes_is_offered_in_three_formats():
    at = table(opened("tables"), "statistics")
    formats = next(one for one in at.get("segmented_control") if one.label == "Format")
    assert list(formats.options) == ["CSV für Excel", "Excel (XLSX)", "GeoPackage für QGIS"]


def test_the_address_is_said_to_hold_less_than_the_desk_sees(desk, whole):
    desk("manager")
    public = len(whole["dresden"].open_to_all)
    assert public < len(whole["dresden"].sites)
    assert f"Dort steht nur, was öffentlich ist: {public} Zeilen" in said(table(opened("tables"), "sites"))
    assert "Dort steht nur" not in said(table(opened("tables"), "areas"))


def test_the_page_leads_to_the_catalogue():
    for ending in ("ttl", "rdf", "jsonld"):
        assert f"(daten/katalog.{ending})" in "\n".join(node.value for node in opened("tables").markdown)


@pytest.mark.parametrize("page", OPEN)
def test_a_view_offers_its_download_without_computing_it(page, monkeypatch):
    def fail(*_: object) -> None:
        raise AssertionError("nobody has asked yet")

    for name in ("figures_view", "gaps_view", "standards_view"):
        monkeypatch.setattr(f"data.views.{name}", fail)
    at = opened(page)
    assert not at.exception
    assert downloads(at) == []
