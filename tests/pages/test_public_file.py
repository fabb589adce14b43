"""The public file is spoilt while people read: every page goes on with the release before (S7)."""

import os
import re
import sqlite3
from pathlib import Path

import pytest

from components import cached
from components.comparison.scene import KINDS
from data.audiences import PUBLIC
from data.publishing.run import publish
from data.store import Store
from tests.pages.looking import link, opened, said, shown_in_table


@pytest.fixture
def public_file(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / "atlas.sqlite"
    store = Store(str(filled))
    publish(store, file, cities=["zwickau"], releases=tmp_path / "releases")
    store.close()
    monkeypatch.setenv("ATLAS_PUBLIC", str(file))
    monkeypatch.setenv("ATLAS_DATA", str(tmp_path / "nothing"))
    yield file
    cached._served.cache_clear()


def cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def overwritten(file: Path) -> None:
    file.write_bytes(os.urandom(file.stat().st_size))


def edited(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE statistics SET value = value + 10")
    connection.close()


def removed(file: Path) -> None:
    file.unlink()


@pytest.mark.parametrize("spoilt", [cut, overwritten, edited, removed])
def test_the_page_goes_on_with_the_release_before(public_file, spoilt):
    before = shown_in_table(opened("map", city="zwickau", indicator="population"))
    spoilt(public_file)
    at = opened("map", city="zwickau", indicator="population")
    assert not at.exception
    assert not at.error
    assert shown_in_table(at).equals(before)


def test_without_any_release_before_the_spoilt_file_shows_nothing(public_file):
    """The control: the page does look at the file."""
    cut(public_file)
    at = opened("map", city="zwickau", indicator="population")
    assert "kein vollständiger öffentlicher Bestand" in at.error[0].value
    assert "Zwickau" not in said(at)


@pytest.mark.usefixtures("public_file")
@pytest.mark.parametrize("kind", KINDS)
def test_the_page_of_comparisons_needs_nothing_but_the_file(kind):
    """One city is in it: two places cannot be compared, and the rest is shown from published figures."""
    at = opened("comparison", city="zwickau", compare=kind)
    assert not at.exception
    assert not at.error
    assert link(at)["compare"] == ("areas" if kind == "towns" else kind)
    published = cached.snapshot("zwickau", PUBLIC)
    assert published.counted_caseload.empty
    if kind == "drift":
        assert "in den 19 kleinen Gemeinden" in said(at)


@pytest.mark.usefixtures("public_file")
def test_what_is_kept_back_stays_unknown_in_a_comparison():
    at = opened("comparison", city="zwickau", areas="14524330,14524010", indicator="population")
    row = next(html for node in at.get("html") if "Kennzahlen im Vergleich" in (html := node.value))
    cells = re.search(r"Untergebrachte Menschen</th><td>([^<]*)</td><td>([^<]*)</td>", row)
    assert cells is not None
    assert cells[2] in ("keine Angabe", "geheim")  # fewer than three shelters stand there
