"""The briefing: one or two pages, accessible, the same facts, and nothing in it that data made into markup."""

import json

import pytest

from components import cached
from components.report.briefing import briefing
from tests.components.report.conftest import Profile
from tests.components.report.pdf_ua import elements, faults, opened, squeezed, text
from tests.pages.hostile_city import ATTEMPTS, SLUG

ADDRESS = "https://atlas.example"
KINDS = {
    "area": ("dresden", "72"),
    "area of a county": ("zwickau", "14524330"),
    "city": ("duisburg",),
    "comparison": ("dresden", "72", "96"),
    "comparison of four": ("duisburg", "508", "101", "102", "103"),
}


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("asked", KINDS.values(), ids=KINDS)
def test_it_is_accessible_on_at_most_two_pages(profile: Profile, asked: tuple[str, ...], language: str) -> None:
    for audience in ("public", "manager"):
        made = briefing(profile(*asked, language=language, audience=audience), ADDRESS)
        assert faults(made) == []
        assert len(opened(made).pages) <= 2
        assert opened(made).trailer["/Root"]["/Lang"] == language


def test_it_says_what_the_facts_say(profile: Profile) -> None:
    facts = profile("dresden", "72", audience="manager")
    said = text(briefing(facts, ADDRESS))
    wanted = [facts.title, facts.about, *facts.lead, facts.similar, facts.edition, *facts.notes.sentences]
    wanted += [
        cell
        for grid in (facts.figures, facts.lapses, facts.trend, facts.sources)
        for row in grid.rows
        for cell in row
    ]
    wanted += [part for row in facts.gaps.rows for part in (row.service, row.rule, row.signs[0].words)]
    wanted += [*facts.gaps.references, facts.gaps.unjudged, *facts.accommodation.sentences]
    wanted += [words for _, words in facts.map.legend] + list(facts.map.notes)
    assert [one for one in wanted if squeezed(one) not in said] == []


def test_the_map_stands_in_words_beside_it(profile: Profile) -> None:
    facts = profile("dresden", "72")
    figures = [one["/Alt"] for one in elements(briefing(facts, ADDRESS)) if one["/S"] == "/Figure"]
    assert facts.map.alt in figures
    assert any(f"{ADDRESS}/{facts.view}" in alt for alt in figures)


def test_its_link_leads_to_the_same_view(profile: Profile) -> None:
    facts = profile("dresden", "72", indicator="population", language="en")
    page = opened(briefing(facts, ADDRESS + "/")).pages[0]
    links = {note.get_object()["/A"]["/URI"] for note in page["/Annots"]}
    state = cached.store().state("dresden")
    choices = "city=dresden&level=neighbourhood&date=2025-12-31&indicator=population&area=72&lang=en"
    assert links == {f"{ADDRESS}/stadtteil?{choices}&seen={state}"}


def test_without_an_address_it_says_where_the_view_is(profile: Profile) -> None:
    facts = profile("dresden", "72")
    made = briefing(facts)
    assert squeezed(facts.view) in text(made)
    assert len([one for one in elements(made) if one["/S"] == "/Figure"]) == 1
    assert faults(made) == []


def test_the_same_facts_make_the_same_bytes(profile: Profile) -> None:
    assert briefing(profile("duisburg"), ADDRESS) == briefing(profile("duisburg"), ADDRESS)


def test_data_is_never_markup(profile: Profile) -> None:
    """Everything that a hostile city is called stands there letter by letter."""
    for areas in ((), ("ground",), ("ground", "p00", "p01", "p02")):
        facts = profile(SLUG, *areas, audience="manager")
        made = briefing(facts, ADDRESS)
        said = text(made)
        assert faults(made) == []
        assert squeezed(facts.title) in said
    shown = text(briefing(profile(SLUG, "ground", audience="manager"), ADDRESS))
    assert [one for one in ATTEMPTS if squeezed(one) not in shown] == []
    for code in (
        "#eval(1)",
        '#read("main.typ")',
        "$ sum $",
        "= Titel",
        "@ref",
        "<label>",
        "\\u{41}",
        "// weg",
        "{{7*7}}",
    ):
        facts = profile("duisburg")
        marked = type(facts)(**{**vars(facts), "title": code, "lead": (code,), "edition": code})
        assert text(briefing(marked, ADDRESS)).count(squeezed(code)) >= 3


def test_markup_would_be_seen() -> None:
    """The control: the same text read as markup does not come out literally."""
    import typst

    source = '#set document(title: "x")\n= Kopf\n#text[#eval("1 + 1") und {{7*7}}]'
    assert squeezed("#eval(") not in text(bytes(typst.compile(source.encode(), pdf_standards="ua-1")))


@pytest.mark.parametrize("asked", KINDS.values(), ids=KINDS)
def test_the_public_reads_nothing_about_shelters(profile: Profile, asked: tuple[str, ...]) -> None:
    marks = [
        "Wohnheim Hochfeld",
        "Wohnverbund",
        "Schutzhaus",
        "Containerdorf",
        "Wohnungsverbund",
        "Wohnprojekt Hochfeld",
    ]
    said = text(briefing(profile(*asked), ADDRESS))
    assert [mark for mark in marks if squeezed(mark) in said] == []
    assert json.dumps(vars(profile(*asked)), default=vars).count("Schutzhaus") == 0


def test_the_administration_reads_about_single_sites(profile: Profile) -> None:
    assert squeezed("Wohnheim Hochfeld 1") in text(briefing(profile("duisburg", "508", audience="council"), ADDRESS))
