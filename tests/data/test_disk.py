"""A disk that is full or read-only: one clear sentence, nothing half stored, and all goes on afterwards (S7)."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from data.commands.run import main
from data.disk import StoreFullError, StoreReadOnlyError
from data.messages import LANGUAGES, describe
from data.seeding import seed
from data.store import Store
from data.verification import verify
from tests.data.conftest import clock, package

MANY = "site_id,category,name,capacity\n" + "".join(f"s{row},kita,{'n' * 60}{row},4\n" for row in range(20_000))
ONE = "site_id,category,name,capacity\nneu,kita,Neu,4\n"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of three megabytes, with the town's store on it."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", place], capture_output=True)
    if made.returncode:
        pytest.skip(
            "NO REAL DISK TRIED: this machine lets tests mount none; full and read-only stores are tried above"
        )
    try:
        store = Store(place / "var", clock=clock)
        seed(store, package(tmp_path / "packages"))
        store.close()
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


@pytest.fixture
def command(disk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run a command line on the store of the disk; its exit code and what it says of errors."""
    monkeypatch.setenv("ATLAS_DATA", str(disk / "var"))

    def run(*arguments: str) -> tuple[int, str]:
        code = main(list(arguments))
        return code, capsys.readouterr().err

    return run


def unchanged(store: Store) -> bool:
    return verify(store) == [] and store.edition("muster", "sites") == 1


def fill(disk: Path, but: int = 20_000) -> None:
    """Leave a few bytes of room."""
    free = os.statvfs(disk)
    (disk / "ballast").write_bytes(b"0" * (free.f_bavail * free.f_bsize - but))


# On every machine: SQLite itself refuses, as it would on such a disk


def test_no_room_for_an_import(town: Store, bring) -> None:
    with town.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    town.close()
    sa.event.listen(town._engine, "connect", lambda made, _: made.execute(f"PRAGMA max_page_count = {pages + 5}"))
    with pytest.raises(StoreFullError):
        bring("sites", "many.csv", MANY)
    assert unchanged(town)
    town.close()


def test_no_right_to_write(town: Store, bring) -> None:
    town.close()
    sa.event.listen(town._engine, "connect", lambda made, _: made.execute("PRAGMA query_only = 1"))
    with pytest.raises(StoreReadOnlyError):
        bring("sites", "one.csv", ONE)
    assert unchanged(town)
    town.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("error", [StoreFullError, StoreReadOnlyError])
def test_the_sentence_says_that_nothing_was_stored(error: type[StoreFullError], language: str) -> None:
    nothing = {"de": "Gespeichert wurde nichts", "en": "Nothing was stored"}[language]
    assert nothing in describe(error(), language)


# On a real disk


def test_a_full_disk_keeps_the_import_out_and_the_next_one_gets_in(disk: Path, command, tmp_path: Path) -> None:
    many, one = tmp_path / "many.csv", tmp_path / "one.csv"
    many.write_text(MANY)
    one.write_text(ONE)
    code, said = command("import", "muster", "sites", str(many))
    assert (code, "kein Platz mehr" in said) == (2, True)
    store = Store(disk / "var")
    assert unchanged(store)
    store.close()
    assert command("import", "muster", "sites", str(one))[0] == 0
    assert command("verify")[0] == 0


def test_a_backup_on_a_full_disk_leaves_nothing(disk: Path, command) -> None:
    fill(disk, but=100_000)
    code, said = command("backup", str(disk / "copy.backup"))
    assert (code, "kein Platz mehr" in said) == (2, True)
    assert {file.name for file in disk.iterdir()} == {"ballast", "var"}


def test_a_publication_on_a_full_disk_leaves_the_old_release(disk: Path, command) -> None:
    out = disk / "public.sqlite"
    assert command("publish", "--out", str(out))[0] == 0
    before = out.read_bytes()
    fill(disk)
    assert command("publish", "--out", str(out))[0] != 0
    assert out.read_bytes() == before


def test_a_read_only_disk_is_said(disk: Path, command, tmp_path: Path) -> None:
    one = tmp_path / "one.csv"
    one.write_text(ONE)
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    code, said = command("import", "muster", "sites", str(one))
    assert code == 2
    assert "Gespeichert wurde nichts" in said
    subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
    assert command("verify")[0] == 0
    assert command("import", "muster", "sites", str(one))[0] == 0
