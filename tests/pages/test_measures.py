"""Maßnahmen: sentences, table and board, the card of one, its history, and editing."""

import re
from datetime import date
from urllib.parse import parse_qs

import pytest

from components import cached
from components.measures import scene
from components.text import known
from data.audiences import PUBLIC, Audience, Viewer
from data.contracts import MEASURE_STATES
from data.editing import change_rows
from data.edits import Edit
from data.measures import LIGHTS, measures_of
from data.publishing.run import publish
from data.snapshot import Snapshot
from data.store import Store
from tests.pages.looking import cells, link, notices, opened, plain, said, texts, title

TODAY = date(2026, 11, 28)
LINK = re.compile(r'<a href="\?([^"]+)" target="_self">([^<]+)</a>')
OTHER = Viewer(Audience.MANAGER, "Frau Nowak")


@pytest.fixture(autouse=True)
def _a_day_that_stands_still(monkeypatch):
    monkeypatch.setattr(scene, "today", lambda _city: TODAY)


def table(at):
    return next(node.value for node in at.get("html") if 'class="light-legend"' in node.value)


def markdown(at):
    return [plain(node.value) for node in at.markdown]


def press(at, label):
    return next(button for button in at.button if button.label == label).click().run()


def listed(at):
    return [name for _, name in LINK.findall(table(at))]


def seen(of, viewer):
    store = cached.store()
    return measures_of(Snapshot(store, of.city.slug, viewer), TODAY)


@pytest.mark.parametrize("role", ["public", "council", "manager"])
@pytest.mark.parametrize("city", ["dresden", "duisburg", "zwickau"])
def test_each_audience_reads_its_measures_the_most_urgent_first(city, role, whole, desk):
    desk("manager")
    expected = seen(whole[city], Viewer(Audience.named(role)))
    at = opened("measures", city=city, eyes=role)
    assert listed(at) == expected["title"].tolist()
    hidden = whole[city].measures
    hidden = hidden[~hidden["measure_id"].isin(expected.index)]
    assert [name for name in hidden["title"] if name in said(at)] == []
    if role == "public":
        assert [note for note in whole[city].measures["note"] if note and note in said(at)] == []


def test_the_first_sentence_counts_what_is_overdue_and_what_lacks_something(desk):
    desk("manager")
    at = opened("measures", city="duisburg")
    assert title(at) == "Was ist für Duisburg vereinbart?"
    first = next(text for text in markdown(at) if "überfällig" in text)
    assert first.startswith("3 von 11 Maßnahmen sind überfällig; 4 gefährdet, 2 auf Kurs, 2 erreicht.")
    assert "Bei 3 Maßnahmen fehlt noch etwas (2 ohne Zuständigkeit, 1 ohne Datum," in first


def test_departments_and_domains_have_a_sentence_each_the_overdue_first(desk):
    desk("manager")
    by_owner, by_domain = (text for text in markdown(opened("measures", city="duisburg")) if text.startswith("Nach "))
    lines = by_owner.splitlines()[2:]
    assert lines[0] == (
        "- Stadtentwicklungsdezernat (5 Maßnahmen): 1 überfällig, 1 gefährdet, 1 auf Kurs, 2 erreicht;"
        " bei 1 fehlt noch etwas"
    )
    assert [line.partition(" (")[0] for line in lines][1:3] == [
        "- ohne Zuständigkeit",
        "- Kommunales Integrationszentrum",
    ]
    assert by_domain.splitlines()[2].startswith("- Gesellschaft (7 Maßnahmen): 2 überfällig, 2 gefährdet")


FILTERS = {
    "domain": ({"domain": "german"}, {"dd-m-02"}),
    "responsible": ({"responsible": "Jobcenter"}, {"dd-m-08"}),
    "nobody": ({"responsible": "-"}, {"dd-m-04"}),
    "an area": ({"area": "71"}, {"dd-m-06"}),
    "a district with its parts": ({"level": "district", "area": "7"}, {"dd-m-06", "dd-m-07"}),
    "overdue": ({"due": "overdue"}, {"dd-m-02"}),
    "soon": ({"due": "soon"}, {"dd-m-09"}),
    "no date": ({"due": "none"}, {"dd-m-04"}),
    "two at once": (
        {"domain": "housing", "responsible": "Sozialamt", "due": "later"}, {"dd-m-05", "dd-m-06", "dd-m-07"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FILTERS)
def test_a_filter_stands_in_the_link_and_leaves_what_it_names(case, whole, desk):
    desk("manager")
    asked, expected = FILTERS[case]
    at = opened("measures", **asked)
    titles = whole["dresden"].measures.set_index("measure_id")["title"]
    assert set(listed(at)) == set(titles[list(expected)])
    assert notices(at) == []
    assert asked.items() <= link(at).items()
    next(button for button in at.button if button.label == "Alle zeigen").click().run()
    assert len(listed(at)) == len(titles)
    assert not {"domain", "responsible", "due", "area"} & set(link(at))


def test_an_area_of_another_level_takes_its_level_along(desk):
    desk("manager")
    at = opened("measures")
    at.selectbox(key="choose_area").set_value("7").run()
    assert (link(at)["area"], link(at)["level"]) == ("7", "district")
    assert notices(at) == []


@pytest.mark.parametrize(
    ("name", "given"),
    [("measure", "nix"), ("responsible", "Amt für Nichts"), ("due", "x"), ("board", "x"), ("domain", "x")],
)
def test_what_a_link_asks_in_vain_falls_back_with_one_line(name, given):
    at = opened("measures", **{name: given})
    assert not at.exception
    assert len(notices(at)) == 1
    assert name not in link(at)


def test_a_measure_for_others_is_as_unknown_as_none(desk):
    desk("manager")
    for eyes, is_there in (("public", False), ("council", False), ("manager", True)):
        at = opened("measures", measure="dd-m-07", eyes=eyes)
        assert (len(notices(at)) == 0) == is_there
        assert ("Frei werdende Häuser" in said(at)) == is_there


def test_nothing_to_show_is_said_kindly():
    at = opened("measures", domain="health")
    assert "Zu dieser Auswahl gibt es keine Maßnahme." in said(at)
    assert not at.exception


def test_the_board_has_a_column_a_state_and_every_measure_once(whole, desk):
    desk("manager")
    at = opened("measures", city="duisburg", board="yes")
    html = table(at)
    columns = re.findall(r"<h3>(.*?)</h3>", html)
    count = whole["duisburg"].measures["status"].value_counts()
    names = {"proposed": "vorgeschlagen", "decided": "beschlossen", "running": "läuft", "done": "erledigt"}
    assert columns == [f"{names[one]} ({count.get(one, 0)})" for one in MEASURE_STATES if one in names]
    assert sorted(listed(at)) == sorted(whole["duisburg"].measures["title"])


def test_every_light_is_a_sign_with_its_word(desk):
    desk("manager")
    html = table(opened("measures"))
    for light in LIGHTS:
        assert re.search(rf'<span class="light light-{light}" aria-hidden="true">.</span>\w', html), light


def test_a_link_of_the_table_opens_the_measure(desk):
    desk("manager")
    query, name = LINK.findall(table(opened("measures", domain="german")))[0]
    asked = {key: values[0] for key, values in parse_qs(query.replace("&amp;", "&")).items()}
    at = opened("measures", **asked)
    assert name in [plain(header.value) for header in at.header]
    shown = cells(at)
    assert {"Plätze in B2-Kursen", "24", "48 (Stand 31.12.2025)", "120", "25 % des Weges", "läuft"} <= set(shown)
    assert "30.06.2026 (seit 151 Tagen)" in shown
    assert "measure" not in link(press(at, "Zurück zu allen"))


def test_the_current_value_is_that_of_the_map(whole, desk):
    desk("manager")
    at = opened("map", indicator="b2_courses", level="city", city="dresden")
    assert "48" in said(at)
    assert measures_of(whole["dresden"], TODAY).at["dd-m-02", "current"] == 48


def test_the_card_names_what_is_missing(desk):
    desk("manager")
    shown = said(opened("measures", measure="dd-m-04"))
    for sentence in ("Niemand ist zuständig.", "Es gibt kein Datum.", "Es gibt keine Kennzahl", "kein Zielwert"):
        assert sentence in shown


def test_notes_and_audience_are_for_those_who_work_with_it(desk):
    desk("manager")
    for eyes in ("council", "manager"):
        assert "Mittel für weitere Kurse sind noch nicht freigegeben." in cells(
            opened("measures", measure="dd-m-02", eyes=eyes)
        )
    shown = cells(opened("measures", measure="dd-m-02", eyes="public"))
    assert not {"Anmerkung", "Sichtbar für"} & set(shown)


def test_the_page_speaks_english():
    at = opened("measures", lang="en", measure="dd-m-02")
    assert title(at) == "What is agreed for Dresden?"
    assert "Places in B2 courses" in said(at)
    assert "overdue" in said(at)


def test_the_choice_of_the_map_of_accommodation_is_no_measure_and_stays():
    at = opened("measures", measure="location_quotient")
    assert notices(at) == []
    at = opened("accommodation", measure="dd-m-02")
    assert notices(at) == []


def test_sources_stand_and_invention_are_said():
    captions = " ".join(plain(caption.value) for caption in opened("measures").caption)
    assert "beurteilt am 28.11.2026" in captions
    assert "Kennzahlen: Stand 31.12.2025." in captions
    assert "Pressemitteilung 9/2017" in captions
    assert "sind erfunden" in captions


# Editing, over a store of its own


def form(open_manager_page, **choices):
    at = open_manager_page("sites")
    at = at.switch_page("../pages/public/measures.py")
    for name, value in choices.items():
        at.query_params[name] = value
    return at.run()


def field(at, name):
    return next(node for node in [*at.text_input, *at.text_area, *at.selectbox, *at.number_input, *at.date_input]
                if re.fullmatch(rf"measure_\d+_{name}", node.key or ""))  # fmt: skip


def test_a_measure_is_entered_changed_and_removed(open_manager_page):
    at = press(form(open_manager_page), "Neue Maßnahme")
    field(at, "title").set_value("Lotsen in jeder Schule")
    field(at, "responsible").set_value("Amt für Schulen")
    field(at, "indicator").set_value("primary_school")
    field(at, "target").set_value(105.0)
    at = press(at, "Prüfen und speichern")
    assert not at.exception
    assert [plain(node.value) for node in at.success] == ["Gespeichert: Maßnahmen, Ausgabe 2."]
    assert link(at)["measure"] == "own-measure-001"
    assert "Lotsen in jeder Schule" in listed(at)
    assert "Es ist nicht gesagt, für wen." in said(at)
    at = press(at, "Maßnahme bearbeiten")
    field(at, "target_group").set_value("neu zugewanderte Kinder")
    field(at, "due").set_value(date(2027, 7, 31))
    at = press(at, "Prüfen und speichern")
    assert "31.07.2027 (in 245 Tagen)" in cells(at)
    assert {"desk", "Zielgruppe", "Fällig am"} <= {
        part for cell in cells(at) for part in (cell, cell.rpartition(", ")[2])
    }
    at = press(at, "Maßnahme bearbeiten")
    next(box for box in at.checkbox if box.label.startswith("Ja, diese Maßnahme")).check().run()
    at = press(at, "Löschen")
    assert "Lotsen in jeder Schule" not in listed(at)
    assert cached.store().edition("dresden", "measures") == 4


def test_a_fault_is_named_and_what_was_typed_stays(open_manager_page):
    at = press(form(open_manager_page), "Neue Maßnahme")
    field(at, "responsible").set_value("Amt")
    at = press(at, "Prüfen und speichern")
    assert "Titel" in plain(at.error[0].value)
    assert field(at, "responsible").value == "Amt"
    assert cached.store().edition("dresden", "measures") == 1


@pytest.mark.parametrize("button", ["Neue Maßnahme", "Maßnahme bearbeiten"])
def test_what_was_typed_stays_while_other_pages_are_looked_at(open_manager_page, button):
    at = press(form(open_manager_page, measure="dd-m-02"), button)
    field(at, "title").set_value("Lotsen in jeder Schule").run()
    field(at, "target").set_value(105.0).run()
    at = at.switch_page("../pages/public/map.py").run()
    at = at.switch_page("../pages/public/measures.py").run()
    assert (field(at, "title").value, field(at, "target").value) == ("Lotsen in jeder Schule", 105)
    field(at, "responsible").set_value("Amt für Schulen")
    at = press(at, "Prüfen und speichern")
    assert "Lotsen in jeder Schule" in listed(at)


def test_the_form_of_another_measure_leaves_what_was_typed_in_the_first(open_manager_page):
    at = press(form(open_manager_page, measure="dd-m-02"), "Maßnahme bearbeiten")
    field(at, "title").set_value("Lotsen in jeder Schule").run()
    at.query_params["measure"] = "dd-m-03"
    at = press(at.run(), "Maßnahme bearbeiten")
    field(at, "responsible").set_value("Amt für Schulen").run()
    at.query_params["measure"] = "dd-m-02"
    assert field(at.run(), "title").value == "Lotsen in jeder Schule"
    at = press(at, "Eingaben verwerfen")
    assert "Maßnahme bearbeiten" in [node.label for node in at.button]
    at.query_params["measure"] = "dd-m-03"
    assert field(at.run(), "responsible").value == "Amt für Schulen"


def test_who_gives_up_begins_anew(open_manager_page):
    at = press(form(open_manager_page), "Neue Maßnahme")
    field(at, "title").set_value("Lotsen in jeder Schule").run()
    at = press(press(at, "Eingaben verwerfen"), "Neue Maßnahme")
    assert not field(at, "title").value


def test_nobody_overwrites_another_unseen(open_manager_page):
    at = press(form(open_manager_page, measure="dd-m-02"), "Maßnahme bearbeiten")
    field(at, "target").set_value(99.0)
    store = cached.store()
    theirs = Edit("change", "measures", ("dd-m-02",), {"status": "done"})
    change_rows(store, "dresden", [theirs], read=store.editions("dresden"), viewer=OTHER)
    at = press(at, "Prüfen und speichern")
    assert "Frau Nowak" in said(at)
    assert store.edition("dresden", "measures") == 2
    at = press(at, "Meine Eingaben trotzdem speichern")
    rows = store.read("dresden", "measures", viewer=OTHER).set_index("measure_id")
    assert rows.loc["dd-m-02", ["status", "target"]].tolist() == ["done", 99]


def test_only_managers_see_the_form_and_who_made_a_change(open_manager_page):
    store_of = form(open_manager_page, measure="dd-m-02")
    store = cached.store()
    mine = Edit("change", "measures", ("dd-m-02",), {"status": "done"})
    change_rows(store, "dresden", [mine], read=store.editions("dresden"), viewer=OTHER)
    shown = {
        eyes: opened("measures", city="dresden", measure="dd-m-02", eyes=eyes)
        for eyes in ("public", "council", "manager")
    }
    assert "Frau Nowak" in said(shown["manager"])
    assert "Frau Nowak" not in said(shown["council"])
    assert {"Stand der Umsetzung", "erledigt", "läuft"} <= set(cells(shown["council"]))
    assert "Änderungen" not in [plain(node.value) for node in shown["public"].subheader]
    for eyes, at in shown.items():
        assert ("Neue Maßnahme" in [button.label for button in at.button]) == (eyes == "manager")
    assert not store_of.exception


def test_what_is_for_everyone_names_nothing_of_the_house(whole):
    at = opened("measures", city="dresden")
    rows = seen(whole["dresden"], PUBLIC)
    assert rows["note"].eq("").all()
    assert [text for text in texts(at) if "nicht öffentlich" in text] == []


def test_the_methods_say_how_a_measure_is_judged():
    shown = said(opened("methods"))
    assert "(Wert jetzt − Ausgangswert) ÷ (Zielwert − Ausgangswert)" in shown
    for light in LIGHTS:
        assert known("de")[f"measures.meaning.{light}"] in shown


@pytest.fixture
def public_file(filled, tmp_path, monkeypatch):
    """The public side: a process that has nothing but the published file."""
    file, store = tmp_path / "atlas.sqlite", Store(str(filled))
    publish(store, file, cities=["zwickau"], releases=tmp_path / "releases")
    store.close()
    monkeypatch.setenv("ATLAS_PUBLIC", str(file))
    monkeypatch.setenv("ATLAS_DATA", str(tmp_path / "nothing"))
    yield file
    cached._served.cache_clear()


def test_the_public_side_has_public_measures_and_nothing_to_change(public_file, whole):
    assert public_file.exists()
    rows = whole["zwickau"].measures
    at = opened("measures", city="zwickau", measure="z-m-03")
    assert not at.exception
    assert sorted(listed(at)) == sorted(rows.loc[rows["audience"] == "public", "title"])
    shown = said(at)
    assert [note for note in rows["note"] if note and note in shown] == []
    assert [button.label for button in at.button if "Maßnahme" in button.label] == []
    assert {"Ausgangswert", "keine Angabe"} <= set(cells(at))  # it counts people, and is not published
    for hidden in rows.loc[rows["audience"] != "public", "measure_id"]:
        assert len(notices(opened("measures", city="zwickau", measure=hidden))) == 1
