"""The gap matrix is a real table: scopes, signs of different shape, every text escaped."""

import pandas as pd
import pytest
import streamlit as st

from components import session
from components.gaps.matrix import SHAPES, markup, worst
from tests.components.gaps.test_sentences import gap

HOSTILE = '<img src=x onerror="alert(1)">'


@pytest.fixture(autouse=True)
def _choices(monkeypatch):
    monkeypatch.setattr(st, "session_state", {})
    session.put("city", "dresden")
    session.put("level", "quarter")


def of(*rows):
    found = gap(rows)
    found.table.index = pd.Index(["01", "02"][: len(rows)])
    return found


def test_signs_differ_in_shape():
    assert len(set(SHAPES.values())) == len(SHAPES)


def test_the_worst_service_stands_for_its_domain():
    short, severe = of(("short", 3.0, 0.0)), of(("severe", 9.0, 0.0))
    for one in (short, severe):
        one.table["coverage"] = 0.4
    assert worst([short, severe], "01") is severe


def test_the_matrix_is_a_table_with_scopes_and_escaped_names():
    found = of(("short", 3.0, 0.0), ("met", 0.0, 0.0))
    found.table["coverage"] = 0.6
    names = pd.Series({"01": HOSTILE, "02": "Prohlis"})
    html = markup([(HOSTILE, [found]), ("Ausbildung", [])], names, corner="Stadtteil", caption=HOSTILE)
    assert "<img" not in html
    assert html.count('<th scope="row">') == 2
    assert html.count('<th scope="col">') == 3
    assert "es fehlen 3 Plätze" in html
    assert html.index("&lt;img src=x") < html.index("Prohlis")
