"""Einlesen: what a manager brings is understood, questioned, corrected and stored; nobody else has the page."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components import cached
from components.upload import draft as upload_draft
from components.upload.findings import HEAD, as_csv
from data.audiences import Audience, Viewer
from data.importing.options import Options
from data.importing.run import import_file
from tests.pages.looking import FRAME, cells, plain, said

MANAGER = Viewer(Audience.MANAGER, "Frau Kühn")
PAGE = "../pages/manager/upload.py"
SITES = """Einrichtungen der Stadt;;;;;
Nr;Name;Kategorie;Länge;Breite;Plätze
K-01;Kita Öse;kita;13,74;51,05;80
K-02;=Kita *Bunt*;kita;13,75;51,06;abc
K-03;Kita {{ 7*7 }};kita;13,76;51,04;40
"""
FINE = SITES.replace("abc", "60")


@pytest.fixture
def page(open_manager_page: Callable[[str], AppTest]) -> Iterator[AppTest]:
    at = open_manager_page("upload")
    yield at
    if "kept_upload" in at.session_state and (draft := draft_of(at)) is not None:
        draft.close()


def draft_of(at: AppTest) -> upload_draft.Draft:
    return at.session_state["kept_upload"]


def settled(at: AppTest) -> AppTest:
    """Run until nothing is at work any more, as the page does itself in a browser."""
    while (draft := draft_of(at)).job is not None:
        assert draft.job.join(60), "the job has not ended"
        at.run()
    assert not at.exception
    return at


def bring(at: AppTest, table: str, name: str, text: str, encoding: str = "cp1252") -> AppTest:
    at.selectbox(key="upload_table").set_value(table).run()
    at.file_uploader[0].upload(name, text.encode(encoding)).run()
    return settled(at)


def press(at: AppTest, label: str) -> AppTest:
    next(button for button in at.button if plain(button.label) == label).click().run()
    return settled(at)


def headings(at: AppTest) -> list[str]:
    return [header.value for header in at.header]


def test_a_file_is_understood_and_its_faults_stand_with_line_and_value(page: AppTest) -> None:
    bring(page, "sites", "kitas.csv", SITES)
    assert headings(page) == ["1. Welche Datei?", "2. Was verstanden wurde", "3. Befunde"]
    seen = cells(page)
    assert {"CP1252", "Semikolon", "Komma"} <= set(seen)
    assert "Zeile 4 · Plätze: abc" in seen
    assert "Eine Zeile braucht noch eine Entscheidung." in said(page)
    assert page.selectbox(key="upload_column_capacity").value == "file:Plätze"


def test_a_cell_is_corrected_in_place_and_the_correction_can_be_taken_back(page: AppTest) -> None:
    bring(page, "sites", "kitas.csv", SITES)
    field = next(field for field in page.text_input if field.value == "abc")
    assert plain(field.label).startswith("Zeile 4 · Plätze")
    field.set_value("60")
    press(page, "Berichtigungen übernehmen")
    assert "4. Übernehmen" in headings(page)
    press(page, "Zeile 4, Plätze: „60“ einsetzen")
    assert "4. Übernehmen" not in headings(page)
    assert draft_of(page).options.corrections == ()


def test_a_column_known_by_its_name_can_be_said_not_to_be_there(page: AppTest) -> None:
    bring(page, "sites", "kitas.csv", SITES)
    page.selectbox(key="upload_column_capacity").set_value("")
    press(page, "Zuordnung übernehmen")
    assert draft_of(page).options.mapping == {"capacity": ""}
    assert page.selectbox(key="upload_column_capacity").value == ""
    assert "4. Übernehmen" in headings(page)
    press(page, "Zuordnung übernehmen")
    assert draft_of(page).options.mapping == {"capacity": ""}
    page.selectbox(key="upload_column_capacity").set_value("file:Plätze")
    press(page, "Zuordnung übernehmen")
    assert draft_of(page).options.mapping == {"capacity": "Plätze"}


def test_what_was_accepted_is_stored_with_its_source_and_shown_where_to_look(page: AppTest) -> None:
    bring(page, "sites", "Kitas 2024.csv", FINE)
    folder = draft_of(page).file.parent
    assert [file.name for file in folder.iterdir()] == ["layer.csv"]
    title = next(field for field in page.text_input if field.label == "Titel der Quelle")
    assert title.value == "Kitas 2024"
    title.set_value("Kita-Liste")
    press(page, "Übernehmen")
    assert "Übernommen: Einrichtungen, Ausgabe 2. 3 neu" in said(page)
    assert {link.value for link in page.page_link} >= {"Auf der Karte ansehen", "Zum Verlauf"}
    assert not folder.exists()
    assert cached.store().history("dresden", "sites", viewer=MANAGER)[0].detail["file"] == "Kitas 2024.csv"
    sites = cached.store().read("dresden", "sites", viewer=MANAGER).set_index("site_id")
    assert sites.loc["K-02", ["name", "source_id"]].tolist() == ["=Kita *Bunt*", "kitas-2024"]
    sources = cached.store().read("dresden", "sources", viewer=MANAGER).set_index("source_id")
    assert sources.at["kitas-2024", "title"] == "Kita-Liste"


def test_a_trial_stores_nothing(page: AppTest) -> None:
    bring(page, "sites", "kitas.csv", FINE)
    assert "Tabelle Einrichtungen: 3 neu" in said(page)
    assert cached.store().edition("dresden", "sites") == 1


def test_a_table_that_changed_meanwhile_is_not_overwritten_unasked(page: AppTest, tmp_path: Path) -> None:
    bring(page, "sites", "kitas.csv", FINE)
    other = tmp_path / "other.csv"
    other.write_text("site_id,category,name\nX-1,school,Schule am Rand\n", encoding="utf-8")
    options, today = Options(source="schulen"), date(2026, 11, 22)
    theirs = import_file(cached.store(), "dresden", "sites", other, options=options, viewer=MANAGER, today=today)
    assert theirs.edition == 2
    press(page, "Übernehmen")
    assert cached.store().edition("dresden", "sites") == 2
    assert "Noch nicht gespeichert" in said(page)
    assert "Einrichtungen, Ausgabe 2" in said(page)
    assert "Frau Kühn" in said(page)
    press(page, "Trotzdem übernehmen")
    assert "Ausgabe 3" in said(page)
    names = set(cached.store().read("dresden", "sites", viewer=MANAGER)["name"])
    assert {"Schule am Rand", "Kita Öse"} <= names


def test_a_file_like_an_earlier_one_is_read_as_last_time_on_request(page: AppTest) -> None:
    bring(page, "sites", "kitas 2023.csv", FINE.replace("Kategorie", "Sparte"))
    page.selectbox(key="upload_column_category").set_value("file:Sparte")
    press(page, "Zuordnung übernehmen")
    press(page, "Übernehmen")
    page.button[-1].click().run()
    bring(page, "sites", "kitas 2024.csv", FINE.replace("Kategorie", "Sparte"))
    press(page, "Wie beim letzten Mal (Ausgabe 2)")
    options = draft_of(page).options
    assert options.mapping["category"] == "Sparte"
    assert options.source == "kitas-2023"
    assert "Tabelle Einrichtungen: 0 neu, 0 geändert, 0 entfernt" in said(page)


def test_a_remedy_is_a_button_and_its_answer_stands_below(page: AppTest) -> None:
    far = FINE.replace("13,74;51,05", "9,99;53,55")
    bring(page, "sites", "kitas.csv", far)
    press(page, "Weglassen, was außerhalb des Ortes liegt")
    assert draft_of(page).options.drop_outside
    assert "4. Übernehmen" in headings(page)
    press(page, "Weglassen, was außerhalb des Ortes liegt")
    assert not draft_of(page).options.drop_outside


def test_another_table_starts_without_what_was_said_of_columns(page: AppTest) -> None:
    bring(page, "sites", "kitas.csv", SITES)
    draft_of(page).options = Options(mapping={"name": "Name"})
    page.selectbox(key="upload_table").set_value("statistics").run()
    settled(page)
    assert draft_of(page).options.mapping == {}
    assert draft_of(page).target.table == "statistics"


@pytest.mark.parametrize(
    ("names", "said_so"),
    [
        (["a.csv", "b.csv"], "Bitte eine Datei nach der anderen"),
        (["a.dbf", "a.shx"], "fehlt die Hauptdatei mit der Endung .shp"),
    ],
)
def test_files_that_do_not_belong_together_are_refused(page: AppTest, names: list[str], said_so: str) -> None:
    for name in names:
        page.file_uploader[0].upload(name, b"x")
    page.run()
    assert said_so in said(page)
    assert headings(page) == ["1. Welche Datei?"]


def test_what_nobody_reads_is_refused_in_words(page: AppTest) -> None:
    page.file_uploader[0].upload("../../etc/passwd.k m l", b"<kml/>").run()
    settled(page)
    assert ".unknown" in said(page)
    assert draft_of(page).file.name == "layer.unknown"


def test_a_new_town_begins_with_its_areas(page: AppTest) -> None:
    page.selectbox(key="upload_city").set_value("+").run()
    assert page.file_uploader[0].disabled
    page.text_input(key="upload_new_city").set_value("Musterstadt")
    page.text_input(key="upload_slug").set_value("musterstadt")
    page.selectbox(key="upload_crs").set_value("EPSG:25833").run()
    square = "[[[13,51],[13.1,51],[13.1,51.1],[13,51.1],[13,51]]]"
    page.file_uploader[0].upload(
        "gebiete.geojson",
        (
            '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"area_id":"01","name":"Mitte"},'
            f'"geometry":{{"type":"Polygon","coordinates":{square}}}}}]}}'
        ).encode(),
    ).run()
    settled(page)
    press(page, "Übernehmen")
    assert cached.store().city("musterstadt", viewer=MANAGER).name == "Musterstadt"


def test_the_list_of_findings_is_safe_for_a_spreadsheet() -> None:
    row = dict(zip(HEAD, ("Fehler", "Zeile 4", "Name", "=1+1", "„=1+1“"), strict=True))
    text = as_csv([row]).decode("utf-8-sig")
    assert text.splitlines() == ["Schwere;Zeile;Spalte;Wert;Befund", "Fehler;Zeile 4;Name;'=1+1;„=1+1“"]


def test_the_files_go_with_the_draft(page: AppTest) -> None:
    bring(page, "sites", "kitas.csv", SITES)
    first = draft_of(page).file.parent
    page.file_uploader[0].upload("einrichtungen.csv", FINE.encode()).run()
    assert not first.exists()


def test_nobody_else_has_the_page(desk: Callable[[str], None]) -> None:
    desk("council")
    at = AppTest.from_file(FRAME, default_timeout=60).run()
    with pytest.raises(ValueError, match="navigation page"):
        at.switch_page(PAGE)
