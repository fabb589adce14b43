"""Two people at once: what one has not seen is never overwritten, whether here or in a process of its own."""

from pathlib import Path

import pytest

from data.errors import ChangedMeanwhileError
from data.importing import import_file
from data.importing.options import Options
from data.importing.process import jobs
from data.store import Store
from tests.data.conftest import MANAGER, TODAY


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "layer.csv"
    file.write_text("site_id;category;name\nn1;kita;Ä\n", encoding="utf-8")
    return file


def test_an_edition_that_nobody_has_seen_keeps_the_file_out(town: Store, file: Path) -> None:
    seen = town.edition("muster", "sites")
    options = Options(source="first")
    import_file(town, "muster", "sites", file, options=options, viewer=MANAGER, today=TODAY, expected={"sites": seen})
    with pytest.raises(ChangedMeanwhileError) as caught:
        import_file(
            town, "muster", "sites", file, options=Options(), viewer=MANAGER, today=TODAY, expected={"sites": seen}
        )
    assert caught.value.values == {"table": "sites", "edition": seen + 1}
    assert town.edition("muster", "sites") == seen + 1


def test_a_process_of_its_own_asks_alike_and_keeps_the_name_that_people_use(town: Store, file: Path) -> None:
    seen = town.edition("muster", "sites")
    address = town.address
    late = jobs.start(address, "muster", "sites", file, Options(), MANAGER, TODAY, expected={"sites": seen + 5})
    assert late.join(60)
    with pytest.raises(ChangedMeanwhileError):
        late.report()
    fine = jobs.start(
        address, "muster", "sites", file, Options(), MANAGER, TODAY, expected={"sites": seen}, called="Kitas 2024.csv"
    )
    assert fine.join(60)
    assert fine.report() is not None
    made = town.history("muster", "sites", viewer=MANAGER)[0]
    assert (made.edition, made.detail["file"]) == (seen + 1, "Kitas 2024.csv")
    assert set(town.read("muster", "sites", viewer=MANAGER).set_index("site_id").loc[["n1"], "source_id"]) == {
        "Kitas 2024"
    }
