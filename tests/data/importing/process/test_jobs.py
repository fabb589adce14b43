"""Imports in a process of their own: all or nothing, however they end."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.audiences import PUBLIC, Audience, Viewer
from data.errors import NotAllowedError, UnknownCityError
from data.importing import import_file
from data.importing.options import Options
from data.importing.process import jobs, nursery
from data.importing.process.jobs import ImportDiedError, Job, start
from data.importing.process.progress import FINISHING, WAITING
from data.messages import LANGUAGES, describe
from data.store import Store
from data.verification import verify
from tests.data.conftest import MANAGER, TODAY

LIMIT_S = 30.0
ROOT = Path(__file__).resolve().parents[4]
Begin = Callable[..., Job]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "kitas.csv"
    file.write_text("site_id;category;name;capacity\nn1;kita;Ä;50\nn2;kita;B;\n", encoding="utf-8")
    return file


@pytest.fixture
def begin(town: Store, file: Path) -> Iterator[Begin]:
    began: list[Job] = []

    def run(city: str = "muster", options: Options | None = None, viewer: Viewer = MANAGER, **known: object) -> Job:
        job = start(town.address, city, "sites", file, options or Options(), viewer, TODAY, **known)
        began.append(job)
        return job

    yield run
    for job in began:
        job.cancel()
        assert job.join(LIMIT_S)


def reached(job: Job, stage: str) -> None:
    """Wait until a job is at a stage, or has ended."""
    for _ in range(round(LIMIT_S / 0.01)):
        if job.stage == stage or job.join(0.01):
            break
    assert job.stage == stage


def test_a_job_reports_what_the_import_itself_reports(town: Store, file: Path, begin: Begin) -> None:
    dry = Options(dry_run=True, source="amt")
    job = begin(options=dry, preview=True)
    assert job.join(LIMIT_S)
    here = import_file(town, "muster", "sites", file, options=dry, viewer=MANAGER, today=TODAY, preview=True)
    assert job.report() == here
    assert town.edition("muster", "sites") == 1


def test_a_job_stores_and_tells_the_edition(town: Store, begin: Begin) -> None:
    job = begin()
    assert job.join(LIMIT_S)
    report = job.report()
    assert report is not None
    assert (report.edition, report.added, job.done, job.cancelled, job.stage) == (2, 2, True, False, FINISHING)
    assert set(town.read("muster", "sites", viewer=MANAGER)["name"]) >= {"Ä", "B"}
    assert job.elapsed == job.elapsed
    assert job.cancel() is False


def test_a_refused_file_comes_back_with_its_problems(town: Store, file: Path, begin: Begin) -> None:
    file.write_text("site_id;category;name;capacity\nn1;kita;Ä;viele\n", encoding="utf-8")
    job = begin()
    assert job.join(LIMIT_S)
    report = job.report()
    assert report is not None
    assert report.refused
    assert [
        (problem.code, problem.row, problem.column) for problem in report.problems if problem.row is not None
    ] == [("no_integer", 0, "capacity")]
    assert town.edition("muster", "sites") == 1


def test_errors_are_raised_as_themselves(file: Path, begin: Begin) -> None:
    absent, stranger = begin("nirgends"), begin(viewer=PUBLIC)
    assert absent.join(LIMIT_S)
    assert stranger.join(LIMIT_S)
    with pytest.raises(UnknownCityError):
        absent.report()
    with pytest.raises(NotAllowedError):
        stranger.report()
    file.unlink()
    gone = begin()
    assert gone.join(LIMIT_S)
    with pytest.raises(FileNotFoundError):
        gone.report()


def test_a_cancelled_job_stores_nothing(town: Store, begin: Begin) -> None:
    with town.change("muster", viewer=MANAGER, action="import"):  # the store is busy: the job has to wait
        job = begin()
        reached(job, "storing")
        assert job.report() is None
        assert job.cancel() is True
        assert job.done
    assert (job.cancelled, job.report()) == (True, None)
    assert town.edition("muster", "sites") == 1
    assert verify(town) == []


def test_at_the_end_it_is_too_late_to_cancel(town: Store, begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    answers: list[bool] = []
    tell = nursery.Child.tell
    monkeypatch.setattr(nursery.Child, "tell", lambda child, what: (answers.append(job.cancel()), tell(child, what)))
    with town.change("muster", viewer=MANAGER, action="import"):
        job = begin()  # has its name here before it gets to its end
        reached(job, "storing")
    assert job.join(LIMIT_S)
    assert (answers, job.cancelled, town.edition("muster", "sites")) == ([False], False, 2)


def test_a_job_killed_before_its_last_step_stores_nothing(
    town: Store, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nursery.Child, "tell", lambda child, _what: os.kill(child.pid, signal.SIGKILL))
    job = begin()
    assert job.join(LIMIT_S)
    with pytest.raises(ImportDiedError) as died:
        job.report()
    assert all("{" not in describe(died.value, language) for language in LANGUAGES)
    assert town.edition("muster", "sites") == 1
    assert verify(town) == []


def test_no_more_than_two_run_at_once(begin: Begin, town: Store) -> None:
    with town.change("muster", viewer=MANAGER, action="import"):
        at_work = [begin() for _ in range(jobs.AT_ONCE)]
        for job in at_work:
            reached(job, "storing")
        waiting, unwanted = begin(), begin()
        assert (waiting.stage, waiting.join(0.05), unwanted.cancel()) == (WAITING, False, True)
        assert unwanted.done
    for job in [*at_work, waiting]:
        assert job.join(LIMIT_S)
    reports = [job.report() for job in [*at_work, waiting]]
    assert sorted(report.edition for report in reports if report) == [2, 3, 4]
    assert unwanted.report() is None


SERVER = """
import sys
from datetime import date
from pathlib import Path
from data.audiences import Audience, Viewer
from data.importing.process.jobs import start
from data.importing.options import Options

viewer, day = Viewer(Audience.MANAGER, "x"), date(2026, 1, 2)
job = start(sys.argv[1], "muster", "sites", Path(sys.argv[2]), Options(), viewer, day)
while job.stage != "storing" and not job.join(0.01):
    pass
print(job._child.pid, flush=True)
job.join(60)
"""


def test_a_job_ends_with_its_server(town: Store, file: Path) -> None:
    with town.change("muster", viewer=MANAGER, action="import"):
        command = [sys.executable, "-c", SERVER, town.address, str(file)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
            assert server.stdout is not None
            pid = int(server.stdout.readline())
            server.kill()
        assert ended(pid)
    assert town.edition("muster", "sites") == 1
    assert verify(town) == []


def ended(pid: int) -> bool:
    """Whether a process ends within the limit."""
    handle = None
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    with os.fdopen(handle) as watched:
        return bool(select.select([watched], [], [], LIMIT_S)[0])


def test_an_import_of_somebody_who_lost_the_role_meanwhile_is_not_stored(
    town: Store, begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    roles, now = tmp_path / "roles.toml", datetime.now(UTC).timestamp()
    monkeypatch.setenv("ATLAS_ROLES", str(roles))
    claims = {"email": "anna@stadt.de", "email_verified": True, "iat": now, "exp": now + 600}
    anna = Viewer(Audience.MANAGER, "anna@stadt.de", claims)
    roles.write_text('[people]\n"anna@stadt.de" = "manager"\n')
    with town.change("muster", viewer=MANAGER, action="edit"):  # nothing is written; the import has to wait
        job = begin(viewer=anna)
        reached(job, "storing")
        roles.write_text('[people]\n"anna@stadt.de" = "council"\n')
    assert job.join(LIMIT_S)
    with pytest.raises(NotAllowedError):
        job.report()
    assert town.edition("muster", "sites") == 1
    roles.write_text('[people]\n"anna@stadt.de" = "manager"\n')
    job = begin(viewer=anna)  # the control: with the role it is stored, under her name
    assert job.join(LIMIT_S)
    assert job.report().edition == 2
    assert town.history("muster", "sites", viewer=MANAGER)[0].actor == "anna@stadt.de"
