"""``brief``: a PDF for an audience, whole or not at all, and a sentence for what does not exist."""

import json
from pathlib import Path

import pytest

from components import cached
from data.commands.run import main
from tests.components.report.pdf_ua import faults, opened, squeezed, text
from tests.data.little_city import little_store


@pytest.fixture(autouse=True)
def _store(data_dir: Path) -> None:
    little_store(data_dir).close()
    yield
    cached.store().close()


@pytest.mark.parametrize(
    ("area", "options", "title", "language"),
    [
        ("01", [], "Teil 01", "de"),
        ("-", ["--lang", "en"], "Kleinstadt at a glance", "en"),
        ("01,02", ["--as-of", "2023-12-31", "--indicator", "population"], "Teil 01 und Teil 02", "de"),
        ("-", ["--level", "district"], "Kleinstadt im Überblick", "de"),
    ],
)
def test_a_briefing_is_written(
    area: str, options: list[str], title: str, language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "brief.pdf"
    assert main(["brief", "klein", area, str(file), *options]) == 0
    made = file.read_bytes()
    assert faults(made) == []
    assert squeezed(title) in text(made)
    assert opened(made).trailer["/Root"]["/Lang"] == language
    said = capsys.readouterr().out
    assert title in said
    assert "die Öffentlichkeit" in said
    assert "texts/catalogue.toml" in said
    assert list(tmp_path.glob("*.part")) == []


@pytest.mark.parametrize(
    ("audience", "sees"), [(None, False), ("public", False), ("council", True), ("manager", True)]
)
def test_the_audience_decides(audience: str | None, sees: bool, tmp_path: Path) -> None:
    file = tmp_path / "brief.pdf"
    asked = ["--audience", audience] if audience else []
    assert main(["brief", "klein", "03", str(file), *asked]) == 0
    said = text(file.read_bytes())
    assert (squeezed("Diese Fassung zeigt, was für diesen Kreis bestimmt ist: Öffentlichkeit") in said) is not sees
    assert "Schutzhaus" not in said


def test_the_address_of_the_installation_stands_in_the_code(
    data_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data_dir / "texts").mkdir()
    (data_dir / "texts" / "catalogue.toml").write_text('address = "https://atlas.example/"\n', encoding="utf-8")
    file = tmp_path / "brief.pdf"
    assert main(["brief", "klein", "01", str(file), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["link"].startswith("https://atlas.example/stadtteil?city=klein&")
    links = {note.get_object()["/A"]["/URI"] for note in opened(file.read_bytes()).pages[0]["/Annots"]}
    assert links == {answer["link"]}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nirgends", "01"], "nirgends"),
        (["klein", "99"], "99"),
        (["klein", "01,A"], "A"),
        (["klein", "01,02,03,04,A"], "höchstens 4"),
        (["klein", "-", "--level", "street"], "street"),
        (["klein", "-", "--indicator", "nothing"], "nothing"),
    ],
)
def test_what_does_not_exist_is_named(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    city, area, *options = arguments
    file = tmp_path / "brief.pdf"
    assert main(["brief", city, area, str(file), *options]) == 2
    assert said in capsys.readouterr().err
    assert not file.exists()


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["brief", "klein", "01", str(tmp_path / "nowhere" / "brief.pdf")]) == 2
    assert "nowhere" in capsys.readouterr().err
    file = tmp_path / "brief.pdf"
    file.write_bytes(b"old")
    assert main(["brief", "klein", "99", str(file)]) == 2
    assert file.read_bytes() == b"old"


def test_other_commands_load_nothing_that_draws() -> None:
    """The import upwards happens only when somebody asks for a briefing."""
    import subprocess
    import sys

    code = "import sys, data.commands.run; print({'streamlit', 'components'} & sys.modules.keys())"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"
