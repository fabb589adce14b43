"""Agendas: kept in order, for those who may open them; whoever comes second is told."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from data.agendas import MOST, Agenda, Item, address, agendas, linked, parsed, proposed_id, remove, save
from data.audiences import PUBLIC, Viewer
from data.contracts import validate
from data.errors import ChangedMeanwhileError, DataRefusedError, NotAllowedError
from data.publishing.public_store import PublicStore
from data.publishing.run import publish
from data.store import Store
from data.verification import verify
from tests.data.little_city import COUNCIL, MANAGER, little_store

KITA = Item("Kita", "V0123/26", "versorgungsluecken?city=klein&service=kita")
PEOPLE = Item("Menschen", "https://ratsinfo.example/17", "?city=klein&indicator=population")
SESSION = Agenda("sitzung", "Sozialausschuss", "", "council", (KITA, PEOPLE))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = little_store(tmp_path / "var")
    yield made
    made.close()


def kept(store: Store, viewer: Viewer = MANAGER) -> list[Agenda]:
    return agendas(store.read("klein", "agendas", viewer=viewer))


def test_an_agenda_comes_back_as_it_was_saved_and_in_order(store: Store) -> None:
    made = save(store, "klein", SESSION, read=0, viewer=MANAGER)
    assert made is not None
    assert (made.edition, made.added) == (1, 3)
    assert kept(store) == [SESSION]
    turned = replace(SESSION, items=(PEOPLE, KITA))
    save(store, "klein", turned, read=1, viewer=MANAGER)
    assert kept(store) == [turned]
    assert save(store, "klein", turned, read=2, viewer=MANAGER) is None
    assert remove(store, "klein", "sitzung", read=2, viewer=MANAGER) is not None
    assert kept(store) == []
    assert verify(store) == []


@pytest.mark.parametrize(
    ("audience", "seen"),
    [("public", [True, True, True]), ("council", [False, True, True]), ("manager", [False, False, True])],
)
def test_who_may_open_an_agenda_reads_it_and_nobody_else(audience: str, seen: list[bool], store: Store) -> None:
    save(store, "klein", replace(SESSION, audience=audience), read=0, viewer=MANAGER)
    assert [bool(kept(store, viewer)) for viewer in (PUBLIC, COUNCIL, MANAGER)] == seen


def test_the_most_careful_row_of_an_agenda_counts(store: Store) -> None:
    rows = pd.DataFrame({"agenda_id": "a", "position": [0, 1], "title": "x", "audience": ["public", "manager"]})
    with store.change("klein", viewer=MANAGER, action="import") as change:
        change.write("agendas", validate("agendas", rows))
    assert kept(store, COUNCIL) == []
    assert [one.audience for one in kept(store)] == ["manager"]


@pytest.mark.parametrize("viewer", [PUBLIC, COUNCIL])
def test_only_managers_make_agendas(viewer: Viewer, store: Store) -> None:
    with pytest.raises(NotAllowedError):
        save(store, "klein", SESSION, read=0, viewer=viewer)
    assert store.edition("klein", "agendas") == 0


def test_who_comes_second_is_told_and_other_agendas_are_merged(store: Store) -> None:
    save(store, "klein", SESSION, read=0, viewer=MANAGER)
    other = replace(SESSION, agenda_id="andere")
    save(store, "klein", other, read=0, viewer=MANAGER)
    assert kept(store) == [other, SESSION]
    with pytest.raises(ChangedMeanwhileError):
        save(store, "klein", replace(SESSION, title="Anders"), read=0, viewer=MANAGER)
    with pytest.raises(ChangedMeanwhileError):
        remove(store, "klein", "sitzung", read=0, viewer=MANAGER)
    save(store, "klein", replace(SESSION, title="Anders"), read=2, viewer=MANAGER)
    assert [one.title for one in kept(store)] == ["Sozialausschuss", "Anders"]


@pytest.mark.parametrize(
    ("view", "code"),
    [
        ("https://evil.example/?city=klein", "view_foreign"),
        ("//evil.example?city=klein", "view_foreign"),
        ("javascript:alert(1)", "view_foreign"),
        ("../daten?city=klein", "view_foreign"),
        ("karte?city=klein#x", "view_foreign"),
        ("karte?city=klein\n", "view_foreign"),
        ("karte?city=klein&find=<script>", "view_foreign"),
        ("stadtteil?city=gross", "view_of_other_city"),
        ("stadtteil", "view_of_other_city"),
    ],
)
def test_a_view_that_leads_elsewhere_is_refused(view: str, code: str, store: Store) -> None:
    with pytest.raises(DataRefusedError) as refused:
        save(store, "klein", replace(SESSION, items=(replace(KITA, view=view),)), read=0, viewer=MANAGER)
    assert [problem.code for problem in refused.value.problems] == [code]
    assert store.edition("klein", "agendas") == 0


@pytest.mark.parametrize(
    "wrong",
    [
        replace(SESSION, title="x" * 201),
        replace(SESSION, title="  "),
        replace(SESSION, items=(KITA,) * (MOST + 1)),
        replace(SESSION, audience="everyone"),
        replace(SESSION, items=(replace(KITA, reference="x" * 501),)),
    ],
)
def test_what_cannot_be_kept_is_refused(wrong: Agenda, store: Store) -> None:
    with pytest.raises(DataRefusedError):
        save(store, "klein", wrong, read=0, viewer=MANAGER)


def test_an_id_is_made_of_the_title_and_never_given_twice(store: Store) -> None:
    assert proposed_id(store, "klein", "Sozialausschuss, 3. März – Größe!") == "sozialausschuss-3-marz-grosse"
    assert proposed_id(store, "klein", "<script>") == "script"
    assert proposed_id(store, "klein", "🙂") == "sitzung"
    save(store, "klein", SESSION, read=0, viewer=MANAGER)
    remove(store, "klein", "sitzung", read=1, viewer=MANAGER)
    assert proposed_id(store, "klein", "Sitzung") == "sitzung-2"


def test_a_view_is_written_and_read_the_same_way() -> None:
    choices = {"city": "klein", "layers": "counselling.Ü25,kita", "area": ""}
    view = address("stadtteil", choices)
    assert view == "stadtteil?city=klein&layers=counselling.%C3%9C25%2Ckita"
    assert parsed(view) == ("stadtteil", {"city": "klein", "layers": "counselling.Ü25,kita"})
    assert address("", {}) == ""


@pytest.mark.parametrize(
    ("text", "is_link"),
    [
        ("https://ratsinfo.example/17?x=1", True),
        ("http://ratsinfo.example", True),
        ("V0123/26", False),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("https://", False),
        ('https://x.example/" onclick="alert(1)', False),
        ("https://[broken", False),
    ],
)
def test_only_addresses_of_the_web_are_links(text: str, is_link: bool) -> None:
    assert linked(text) == is_link


def test_only_agendas_for_everyone_are_published_and_of_views_only_what_is_published(
    store: Store, tmp_path: Path
) -> None:
    view = address(
        "stadtteil",
        {
            "city": "klein",
            "area": "01",
            "site": "shelter",
            "find": "geheim",
            "indicator": "figure.dogs.total",
            "eyes": "manager",
        },
    )
    items = (Item("Karte", "V1", view), Item("Fern", "", "?city=klein&area=nirgends&indicator=population"))
    for audience in ("public", "council", "manager"):
        agenda = Agenda(f"fuer-{audience}", f"Für {audience}", "", audience, items)
        save(store, "klein", agenda, read=store.edition("klein", "agendas"), viewer=MANAGER)
    out = tmp_path / "public.sqlite"
    publish(store, out, releases=tmp_path / "releases", texts=tmp_path)
    public = PublicStore(out)
    (found,) = kept(public, PUBLIC)
    public.close()
    assert found.agenda_id == "fuer-public"
    assert [item.view for item in found.items] == ["stadtteil?area=01&city=klein", "?city=klein&indicator=population"]
    content = out.read_bytes()
    assert all(mark not in content for mark in (b"fuer-council", b"fuer-manager", b"geheim", b"figure.dogs"))


def test_a_store_from_before_gets_the_table(tmp_path: Path) -> None:
    little_store(tmp_path / "var").close()
    with sqlite3.connect(tmp_path / "var" / "atlas.sqlite") as connection:
        connection.execute("DROP TABLE agendas")
    again = Store(tmp_path / "var")
    assert save(again, "klein", SESSION, read=0, viewer=MANAGER) is not None
    again.close()
