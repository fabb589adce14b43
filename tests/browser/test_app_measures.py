"""Measures in the browser: a link opens one, a manager changes it, and all of it can be read by all."""

from collections.abc import Callable

import pytest

from tests.browser.harness import Server, Visit, axe_violations, settled

Open = Callable[..., Visit]


@pytest.fixture
def desk(serving: Callable[..., Server]) -> Server:
    """A desk of its own: what is stored here is nobody else's."""
    return serving()


def test_a_measure_is_opened_from_the_table_changed_and_seen_in_its_history(visit: Open, desk: Server) -> None:
    window = visit(desk)
    page = window.go("/massnahmen?city=dresden&domain=german")
    page.get_by_role("link", name="Anschlusskurse auf dem Niveau B2 finanzieren").click()
    page.get_by_role("heading", name="Anschlusskurse auf dem Niveau B2 finanzieren").wait_for()
    settled(page)
    assert "measure=dd-m-02" in page.url
    assert axe_violations(page) == []
    page.get_by_role("button", name="Maßnahme bearbeiten").click()
    page.get_by_role("button", name="Prüfen und speichern").wait_for()
    settled(page)
    assert axe_violations(page) == []
    page.get_by_label("Beteiligte").fill("Volkshochschule")
    page.get_by_label("Beteiligte").press("Tab")
    page.get_by_role("button", name="Prüfen und speichern").click()
    page.get_by_text("Gespeichert: Maßnahmen, Ausgabe 2.").wait_for()
    settled(page)
    changes = page.get_by_role("table", name="Änderungen")
    assert "Volkshochschule; Jobcenter" in changes.inner_text()
    assert axe_violations(page) == []
    assert window.foreign == []
    assert window.errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_table_and_board_can_be_read_at_every_width(width: int, scheme: str, visit: Open) -> None:
    window = visit()
    for board in ("", "&board=yes"):
        page = window.go(f"/massnahmen?city=duisburg{board}")
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        settled(page)
        assert axe_violations(page) == []
        if board:
            assert page.locator(".board").get_by_role("list").count() == 4
        else:  # phones stack the cells, and it stays a table
            rows = page.get_by_role("table", name="Maßnahmen für Duisburg").get_by_role("row")
            assert rows.count() == 1 + 11
            assert rows.nth(1).get_by_role("cell").count() == 3
