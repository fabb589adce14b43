"""The command line: exit codes, JSON, German for people."""

import json
from pathlib import Path
from typing import Any

import pytest

from data.commands.parser import parser
from data.commands.run import main
from tests.data.conftest import CITY, WEST, features


@pytest.fixture
def run(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command line: exit code, what was printed, what was complained of."""
    assert not data_dir.exists()

    def command(*arguments: Any) -> tuple[int, str, str]:
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


@pytest.fixture
def area_file(tmp_path: Path) -> Path:
    file = tmp_path / "gebiete.geojson"
    file.write_text(features([({"id": "01", "name": "West"}, WEST)]), encoding="utf-8")
    return file


NEW = ("--new-city", "Neustadt", "--crs", "EPSG:25833", "--level", "planning_area")


def test_from_a_new_city_to_its_backup(run: Any, area_file: Path, tmp_path: Path) -> None:
    code, out, err = run("import", "neu", "areas", area_file, *NEW, "--json")
    report = json.loads(out)
    assert (code, err, report["edition"], report["rows_accepted"], report["columns"]) == (
        0,
        "",
        1,
        1,
        {"area_id": "id", "name": "name"},
    )
    figures = tmp_path / "f.csv"
    figures.write_text("id;ew;u6\n01;100;10\n", encoding="utf-8")
    code, out, _ = run(
        "import",
        "neu",
        "statistics",
        figures,
        "--map",
        "population.total=ew",
        "population.age_0_5=u6",
        "--map",
        "area_id=id",
        "--constant",
        "as_of=31.12.2025",
        "--correct",
        "0:ew=101",
        "--source",
        "amt",
    )
    assert code == 0
    assert "Übernommen als Ausgabe 1: 2 neu" in out
    code, out, _ = run("export", "neu", "statistics", tmp_path / "out.csv")
    assert (code, "2 Zeilen geschrieben" in out) == (0, True)
    assert ";101;" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    code, out, _ = run("history", "neu", "--json")
    history = json.loads(out)["history"]
    assert {entry["table"] for entry in history} == {"city", "areas", "sources", "statistics"}
    assert history[0]["detail"]["corrections"] == ["Zeile 0: ew 100 → 101"]
    assert run("undo", "neu", "statistics", 1)[0] == 0
    assert run("verify")[:2] == (0, "Alles steht so im Bestand, wie es geschrieben wurde.\n")
    code, out, _ = run("backup", tmp_path / "sicherung.sqlite", "--json")
    assert json.loads(out)["bytes"] == (tmp_path / "sicherung.sqlite").stat().st_size > 0
    code, out, _ = run("cities")
    assert (code, out) == (0, "neu: Neustadt (EPSG:25833)\n")
    assert run("check", "neu")[0] == 0


def test_refused_data_end_with_one_and_store_nothing(run: Any, tmp_path: Path, area_file: Path) -> None:
    assert run("import", "neu", "areas", area_file, *NEW)[0] == 0
    file = tmp_path / "s.csv"
    file.write_text("site_id,category\n1,zoo\n", encoding="utf-8")
    code, out, err = run("import", "neu", "sites", file)
    assert (code, out) == (1, "")
    assert "Fehler: Zeile 0 (gezählt ab 0), Spalte „category“: „zoo“ gibt es hier nicht." in err
    code, out, err = run("import", "neu", "sites", file, "--json")
    assert (code, err, json.loads(out)["edition"]) == (1, "", None)
    assert run("history", "neu", "sites")[1] == ""


def test_dry_run_ends_with_zero_and_stores_nothing(run: Any, area_file: Path) -> None:
    code, out, _ = run("import", "neu", "areas", area_file, *NEW, "--dry-run", "--json")
    assert (code, json.loads(out)["edition"], json.loads(out)["added"]) == (0, None, 1)
    assert run("cities")[1].startswith("Es ist noch keine Stadt da.")


WRONG = {
    "no command": ((), "Es fehlt: BEFEHL"),
    "unknown command": (("hstory",), "'hstory' gibt es hier nicht"),
    "missing arguments": (("undo", "neu"), "Es fehlt: TABLE, EDITION"),
    "unknown table": (("export", "neu", "nichts", "a.csv"), "'nichts' gibt es hier nicht"),
    "no number": (("undo", "neu", "areas", "x"), "'x' passt hier nicht"),
    "unknown option": (("cities", "--nope"), "Nicht verstanden: --nope"),
    "option without value": (("import", "neu", "areas", "a.csv", "--level"), "Hier fehlt der Wert"),
    "option without values": (("import", "neu", "areas", "a.csv", "--map"), "Hier fehlt mindestens ein Wert"),
    "unknown city": (("history", "nirgendwo"), "Die Stadt „nirgendwo“ ist nicht bekannt"),
    "undo in an unknown city": (("undo", "nirgendwo", "areas", "1"), "Die Stadt „nirgendwo“ ist nicht bekannt"),
    "unknown city to check": (("check", "nirgendwo"), "Die Stadt „nirgendwo“ ist nicht bekannt"),
    "no file": (("import", "neu", "areas", "nicht-da.geojson", *NEW), "Die Datei lässt sich nicht lesen"),
    "mapping": (("import", "neu", "areas", "a.csv", "--map", "x"), "hat nicht die Form"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_use_ends_with_two_in_german(case: str, run: Any) -> None:
    arguments, expected = WRONG[case]
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert expected in err
    assert not any(word in err for word in ("usage", "error", "required", "invalid", "argument "))


def test_wrong_use_is_json_too_once_the_command_is_understood(run: Any) -> None:
    code, out, err = run("history", "nirgendwo", "--json")
    assert (code, err, json.loads(out)["error"]) == (2, "", "no_city")  # the store is empty


def test_help_is_german(run: Any) -> None:
    verbs = parser()._subparsers._group_actions[0].choices  # type: ignore[union-attr]
    for verb in [(), *((verb,) for verb in verbs)]:
        code, out, _ = run(*verb, "--help")
        assert code == 0
        assert out.startswith("Aufruf: python -m data")
        assert "diese Hilfe zeigen" in out
        assert not any(word in out for word in ("usage:", "options:", "positional", "show this"))


def test_seeding_tells_what_it_does(run: Any) -> None:
    code, out, err = run("seed")
    assert (code, out) == (0, "Übernommen: dresden, duisburg, zwickau.\n")
    assert "dresden wird übernommen (1 von 3) …" in err
    assert run("seed", "--json")[:2] == (0, '{"seeded": []}\n')
    code, out, _ = run("check", "--json")
    assert code == 0
    assert {place: found for place, found in json.loads(out)["checked"].items() if found} == {}


def test_check_finds_a_broken_package(run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "packages" / "kaputt").mkdir(parents=True)
    (tmp_path / "packages" / "kaputt" / "city.toml").write_text(CITY.replace("EPSG:25833", "EPSG:4326"))
    monkeypatch.setattr("data.commands.run.packages", lambda: [tmp_path / "packages" / "kaputt"])
    code, _, err = run("check")
    assert code == 1
    assert "kein Koordinatensystem, das in Metern rechnet" in err
