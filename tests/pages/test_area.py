"""The page Stadtteil: read out from above to below, with the same facts as on paper and in the text version."""

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from components import cached, session
from components.report.facts import Facts
from components.report.profile import facts
from components.report.subject import wanted
from data.audiences import Audience, Viewer
from tests.components.report.pdf_ua import faults, squeezed
from tests.pages.looking import cells, opened, plain, said, title


def told(city: str, *areas: str, audience: str = "public", language: str = "de", **asked: str) -> Facts:
    with session.speaking(language):
        of = cached.snapshot(city, Viewer(Audience.named(audience), "test"))
        return facts(wanted(of, areas, **asked))


@pytest.mark.parametrize(
    ("link", "known"),
    [
        ({"city": "dresden", "area": "72"}, ("dresden", "72")),
        ({"city": "dresden"}, ("dresden",)),
        ({"city": "zwickau", "lang": "en"}, ("zwickau",)),
    ],
)
def test_the_page_says_the_facts(link: dict[str, str], known: tuple[str, ...]) -> None:
    at = opened("area", **link)
    assert not at.exception
    found = told(*known, language=link.get("lang", "de"))
    everything, shown = said(at).replace("\u2060", ""), cells(at)
    sentences = [*found.lead, *found.accommodation.sentences, *found.notes.sentences, found.similar, found.edition]
    assert [one for one in sentences if one not in everything] == []
    grids = (found.figures, found.lapses, found.measures, found.trend, found.sources)
    assert [cell for grid in grids for row in grid.rows for cell in row if cell not in shown] == []
    assert [row.rule for row in found.gaps.rows if row.rule not in shown] == []


def test_the_lead_comes_first() -> None:
    at = opened("area", city="dresden", area="72")
    assert title(at) == "Prohlis-Süd"
    assert plain(at.markdown[0].value).startswith("Prohlis-Süd hat 9.494 Einwohnerinnen und Einwohner. Von 8")


def test_single_hostels_are_for_the_council(desk: Callable[[str], None]) -> None:
    assert "Wohnheim Hochfeld 1" not in said(opened("area", city="duisburg", area="508"))
    desk("council")
    assert "Wohnheim Hochfeld 1" in said(opened("area", city="duisburg", area="508"))


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ({"area": "72"}, "text/dresden/72?date=2025-12-31&indicator=kita"),
        ({"lang": "en"}, "text/dresden?level=neighbourhood&date=2025-12-31&indicator=kita&lang=en"),
    ],
)
def test_it_leads_to_the_text_version_of_what_is_shown(link: dict[str, str], address: str) -> None:
    assert f"]({address})" in " ".join(node.value for node in opened("area", city="dresden", **link).markdown)


def test_the_briefing_is_made_of_what_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[bytes] = []
    from components.report import sections

    def offered(label: str, data: Callable[[], bytes], **known: object) -> None:
        made.append(data())
        assert label == "Briefing (PDF)"
        assert known["file_name"] == "dresden-72-2024-12-31.pdf"

    monkeypatch.setattr(sections.st, "download_button", offered)
    opened("area", city="dresden", area="72", date="2024-12-31", lang="en")
    assert faults(made[0]) == []
    text = squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(made[0])).pages))
    assert squeezed("Neighbourhood in Dresden · as of 31 Dec 2024") in text
