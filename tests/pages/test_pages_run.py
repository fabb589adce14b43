"""Every page runs, for everyone, in both languages, whatever a link says."""

import re

import pytest

from components.session import OpenDeskError
from components.text import known
from data.city import parse_city
from tests.pages.looking import PAGES, ROOT, link, notices, opened, said, texts, title

HEADINGS = {
    "map": ("Wo fehlen Kita-Plätze?", "Where are day-care places missing?"),
    "gaps": ("Was fehlt in Dresden?", "What is missing in Dresden?"),
    "accommodation": (
        "Wo konzentriert sich Unterbringung in Dresden?",
        "Where does accommodation concentrate in Dresden?",
    ),
    "measures": ("Was ist für Dresden vereinbart?", "What is agreed for Dresden?"),
    "area": ("Dresden", "Dresden"),
    "comparison": ("Vergleich: Dresden", "Comparison: Dresden"),
    "tables": ("Daten: Dresden", "Data: Dresden"),
}
PLACEHOLDER = re.compile(r"\{\w+\}")


@pytest.mark.parametrize("role", [None, "council", "manager"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_runs_for_every_audience(page, role, desk):
    if role:
        desk(role)
    at = opened(page)
    assert not at.exception
    assert not at.error
    assert at.title


@pytest.mark.parametrize("city", ["dresden", "duisburg", "zwickau"])
@pytest.mark.parametrize("page", ["map", "gaps", "accommodation", "measures", "area", "comparison", "tables"])
def test_every_city_has_its_pages(page, city, desk):
    desk("manager")
    at = opened(page, city=city)
    assert not at.exception
    assert link(at)["city"] == city
    assert notices(at) == []


@pytest.mark.parametrize(("page", "headings"), HEADINGS.items())
def test_a_page_is_headed_in_its_language(page, headings):
    assert title(opened(page)) == headings[0]
    assert title(opened(page, lang="en")) == headings[1]


def of_language(language: str) -> list[re.Pattern[str]]:
    """Texts that only this language has, as patterns; texts of hardly any letters tell nothing."""
    own, other = known(language), known({"de": "en", "en": "de"}[language])
    shared = set(other.values())
    found = []
    for text in set(own.values()) - shared:
        letters = re.sub(r"\W|\d", "", PLACEHOLDER.sub("", text))
        if len(letters) >= 5:
            counted = [[re.escape(part) for part in PLACEHOLDER.split(piece)] for piece in text.split("{count}")]
            found.append(re.compile(r"[\d.,]+".join(map(".+?".join, counted)), re.DOTALL))
    return found


def levels(language: str) -> set[str]:
    """Names of levels in one language that the other does not use."""
    cities = [parse_city(file.read_text()) for file in (ROOT / "data" / "cities").glob("*/city.toml")]
    names = {
        code: {
            level.name(code, plural=plural) for city in cities for level in city.levels for plural in (False, True)
        }
        for code in ("de", "en")
    }
    return names[language] - names["de" if language == "en" else "en"]


@pytest.mark.parametrize(("shown", "other"), [("en", "de"), ("de", "en")])
@pytest.mark.parametrize("page", PAGES)
def test_no_text_of_the_other_language_stands_on_a_page(page, shown, other, desk):
    desk("manager")
    at = opened(page, lang=shown, city="dresden", area="72", layers="kita,accommodation,counselling")
    assert not at.exception
    pieces = {re.sub(r"^[-\s]+|\*\*|\\", "", line).strip() for text in texts(at) for line in text.splitlines()}
    patterns = of_language(other)
    assert len(patterns) > 150
    assert [piece for piece in pieces if any(pattern.fullmatch(piece) for pattern in patterns)] == []
    assert pieces & levels(other) == set()


def test_the_language_is_switched_by_its_widget_and_stands_in_the_link():
    at = opened()
    at.get("segmented_control")[0].set_value("en").run()
    assert link(at)["lang"] == "en"
    assert title(at) == "Where are day-care places missing?"
    assert [caption for caption in at.caption if "demo data" in caption.value]


@pytest.mark.parametrize(
    ("name", "given", "shown"),
    [
        ("city", "nix", "dresden"),
        ("city", "../../etc/passwd", "dresden"),
        ("city", "x" * 5000, "dresden"),
        ("level", "galaxy", "neighbourhood"),
        ("area", "99999", None),
        ("area", "<script>alert(1)</script>", None),
        ("site", "dd-accommodation-001", None),
        ("indicator", "{{7*7}}", "kita"),
        ("indicator", "figure.x", "kita"),
        ("indicator", "figure.", "kita"),
        ("date", "garbage", "2025-12-31"),
        ("date", "9999-99-99", "2025-12-31"),
        ("lang", "xx", "de"),
        ("layers", "foo", None),
        ("layers", "accommodation", None),
        ("layers", "kita.nothing", None),
    ],
)
@pytest.mark.parametrize("page", ["map", "area", "tables"])
def test_an_unknown_code_in_a_link_falls_back_with_one_line(page, name, given, shown):
    at = opened(page, **{name: given})
    assert not at.exception
    assert not at.error
    assert link(at).get(name) == shown
    assert len(notices(at)) == 1
    assert given[:40] in notices(at)[0]
    assert "49" not in notices(at)[0]


def test_known_layers_stay_where_an_unknown_one_falls_away():
    at = opened(layers="kita,foo,school")
    assert link(at)["layers"] == "kita,school"
    assert len(notices(at)) == 1


def test_the_footer_leads_to_the_pages_every_site_owes():
    labels = [node.value for node in opened().page_link]
    assert labels == ["Methoden und Begriffe", "Impressum", "Datenschutz", "Barrierefreiheit", "Leichte Sprache"]


@pytest.mark.parametrize(
    ("page", "words"),
    [("imprint", "noch nicht ausgefüllt"), ("privacy", "noch nicht ausgefüllt"), ("easy_language", "Entwurf")],
)
def test_an_unfilled_page_says_so(page, words):
    assert words in opened(page).warning[0].value


@pytest.mark.parametrize("address", [None, "", "0.0.0.0", "192.0.2.7", "atlas.example.org"])  # noqa: S104
def test_a_desk_that_others_could_reach_shows_nothing(address, desk):
    from components import session

    desk("manager", address)
    at = opened()
    assert len(at.exception) == 1
    assert not at.title
    with pytest.raises(OpenDeskError):
        session.local_role()


def test_the_desk_says_on_every_page_that_nobody_signed_in(desk):
    desk("manager")
    for page in PAGES:
        assert "Arbeitsplatz ohne Anmeldung" in said(opened(page))
