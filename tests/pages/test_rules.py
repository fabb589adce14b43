"""Regeln: a manager changes what a city holds itself to; faults are named with their line, nothing is half stored."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from components import cached
from data.audiences import Audience, Viewer
from tests.pages.looking import FRAME, said

MANAGER = Viewer(Audience.MANAGER, "test")


@pytest.fixture
def page(open_manager_page: Callable[[str], AppTest]) -> AppTest:
    return open_manager_page("rules")


def test_a_changed_threshold_is_the_next_edition(page: AppTest) -> None:
    text = page.text_area[0].value
    page.text_area[0].set_value(text.replace("threshold = 65", "threshold = 60"))
    page.button[0].click().run()
    assert not page.exception
    assert "Gespeichert als Ausgabe 2" in said(page)
    rules = cached.store().city("dresden", viewer=MANAGER).rules
    assert {rule.threshold for rule in rules if rule.id.startswith("d1")} == {60}


def test_a_fault_is_named_with_its_line_and_the_text_stays(page: AppTest) -> None:
    wrong = page.text_area[0].value.replace('metric = "places"', 'metric = "beauty"', 1)
    page.text_area[0].set_value(wrong)
    page.button[0].click().run()
    line = next(number for number, text in enumerate(wrong.splitlines(), 1) if "beauty" in text)
    assert f"Zeile {line}" in said(page)
    assert page.text_area[0].value == wrong
    assert cached.store().edition("dresden", "city") == 1


def test_nobody_else_has_the_page(desk: Callable[[str], None]) -> None:
    desk("council")
    at = AppTest.from_file(FRAME, default_timeout=60).run()
    with pytest.raises(ValueError, match="navigation page"):
        at.switch_page("../pages/manager/rules.py")
