"""Views of an agenda: what may be pasted, what is kept of it, and what is read again."""

import ast

import pytest

from components.session import CHOICES
from components.sitting.screens import SCREENS
from components.views import KEPT, NEVER, opened, pasted, view
from data.errors import DataRefusedError
from tests.pages.frame_pages import FRAME, paths

OWN = "https://atlas.example/integration"


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        (f"{OWN}/?indicator=population&area=72", "?area=72&city=dresden&indicator=population"),
        (f"{OWN}?area=72", "?area=72&city=dresden"),
        (f"{OWN}/stadtteil?area=72&seen=9", "stadtteil?area=72&city=dresden"),
        (f"  {OWN}/stadtteil?area=72&seen=9&past=1 ", "stadtteil?area=72&city=dresden&past=1&seen=9"),
        (
            "/versorgungsluecken?service=kita_under_3&lang=en&eyes=public",
            "versorgungsluecken?city=dresden&service=kita_under_3",
        ),
        ("?city=duisburg", "?city=duisburg"),
        ("stadtteil?site=dd-accommodation-001&find=x&new=1&agenda=a", "stadtteil?city=dresden"),
        ("unterbringung?nothing=1", "unterbringung?city=dresden"),
        ("", "?city=dresden"),
    ],
)
def test_a_pasted_link_becomes_a_view_of_codes(link: str, kept: str) -> None:
    assert pasted(link, OWN, "dresden") == kept


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/?city=dresden",
        "https://atlas.example/anders?city=dresden",
        f"{OWN}.evil.example/?city=dresden",
        "//evil.example/?city=dresden",
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "https://[broken",
        "einlesen?city=dresden",
        "daten",
        "../..",
        "stadtteil/../daten",
    ],
)
def test_a_link_that_leads_elsewhere_is_refused(link: str) -> None:
    with pytest.raises(DataRefusedError):
        pasted(link, OWN, "dresden")


def test_a_kept_view_is_read_with_what_is_known_today() -> None:
    assert opened("stadtteil?area=72&site=x&gone=1") == ("stadtteil", {"area": "72"})
    assert opened("?indicator=kita") == ("", {"indicator": "kita"})
    assert opened("einlesen?city=dresden") is None
    assert opened("nirgends") is None
    found = opened(view("stadtteil", {"area": "x" * 5000}))
    assert found is not None
    assert len(found[1]["area"]) == 400


def test_whoever_looks_and_single_sites_stand_in_no_view() -> None:
    assert {"eyes", "lang", "site", "find", "agenda", "item", "ansicht"} <= set(NEVER)
    assert {*NEVER, *KEPT} == set(CHOICES)
    assert not {*NEVER} & {*KEPT}


def test_every_screen_is_a_page_of_the_frame() -> None:
    assert ast.parse(FRAME.read_text(encoding="utf-8"))
    assert {f"/{path}" for path in SCREENS} <= set(paths().values())
