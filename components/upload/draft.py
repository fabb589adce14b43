"""A file on its way in: what one session has brought, how it shall be read, and what came of it."""

from __future__ import annotations

import re
import shutil
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from components import cached, session
from components.upload import job as upload_job
from data.contracts import TABLES
from data.errors import AtlasError, ChangedMeanwhileError
from data.importing.options import Options
from data.importing.remembered import remembered
from data.importing.report import Report
from data.store import Edition
from data.temporary import new_folder

NAME = "upload"
SHAPE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
ENDING = re.compile(r"\.[a-z0-9]{1,8}")
TOGETHER = {"areas": ("areas",), "sites": ("sites", "offers"), "offers": ("offers",)}
"""Tables that an import of a table writes besides the sources; by default itself."""


class Upload(Protocol):
    """One file as the browser sent it."""

    name: str
    size: int

    def getvalue(self) -> bytes:
        """Its bytes."""


@dataclass(frozen=True)
class Target:
    """Where a file goes.

    Attributes:
        city: slug.
        table: what the file holds.
        asked: options that belong to the place: level, new level, new city.
    """

    city: str
    table: str
    asked: tuple[tuple[str, str], ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether the city is made with this file."""
        return "new_city" in dict(self.asked)


PLACE = ("level", "new_level", "above", "new_city", "crs")
"""Options that the target decides."""


@dataclass(eq=False)
class Draft:
    """A file being understood; lives in one session and takes its files with it when it goes.

    Attributes:
        target: where it goes.
        file: on this server, under a name of ours.
        name: as the person calls it; shown, never used as a path.
        options: every answer so far.
        report: of the last trial, None while one runs.
        fault: why the last run came to no report.
        seen: editions of the tables when the last trial began.
        storing: whether the running job stores.
        stored: report of what was stored.
        changed: tables that somebody else changed since the trial, with the edition before.
        before: what an earlier file with the same header was told, and its edition.
    """

    target: Target
    file: Path
    name: str
    size: int
    options: Options = field(default_factory=Options)
    report: Report | None = None
    fault: AtlasError | OSError | None = None
    job: upload_job.Job | None = None
    seen: dict[str, int] = field(default_factory=dict)
    storing: bool = False
    stored: Report | None = None
    changed: dict[str, int] = field(default_factory=dict)
    before: tuple[Options, Edition] | None = None

    def __post_init__(self) -> None:
        """However the draft ends, its folder goes."""
        weakref.finalize(self, shutil.rmtree, self.file.parent, ignore_errors=True)

    @property
    def tables(self) -> tuple[str, ...]:
        """Tables that it will write."""
        return TOGETHER.get(self.target.table, (self.target.table,))

    def change(self, options: Options) -> None:
        """Read on with other answers, and try again."""
        self.options = options
        self.try_out()

    def aim(self, target: Target) -> None:
        """Read for another place; for another table what was said of columns means nothing."""
        if target.table != self.target.table:
            self.options = first_options(self.name, target.table)
        self.target = target
        self.try_out()

    def try_out(self) -> None:
        """Begin a dry run with what is known now."""
        self.seen = {} if self.target.is_new else self._editions()
        self.changed = {}
        self._start(dry_run=True)

    def store(self, about: Mapping[str, str], note: str) -> None:
        """Begin to store, unless somebody changed the table since the trial: then try again first."""
        self.options = replace(self.options, about=dict(about), note=note)
        now = {} if self.target.is_new else self._editions()
        if now != self.seen:
            self._meet(now)
        else:
            self._start(dry_run=False)

    def settle(self) -> bool:
        """Take the result of a job that has ended; whether nothing runs any more."""
        if self.job is None:
            return True
        if not self.job.done:
            return False
        job, self.job = self.job, None
        try:
            report = job.report()
        except (AtlasError, OSError) as error:
            if isinstance(error, AtlasError) and error.code == ChangedMeanwhileError.code:
                self._meet(self._editions())
                return False
            self.fault = error
            return True
        if report is None:
            return True
        if "source_id" in report.columns and self.options.source == source_id(self.name):
            self.change(replace(self.options, source=None))  # the file names its sources itself
            return False
        if self.storing and not report.refused:
            self.stored = report
            self.close()
        self.report = report
        header = list(report.file_columns)
        if header and not self.target.is_new:
            self.before = remembered(cached.store(), self.target.city, self.target.table, header)
        return True

    def cancel(self) -> None:
        """Stop what runs, unless it is about to be finished; what is stopped has stored nothing."""
        if self.job is not None and self.job.cancel():
            self.job = None

    def close(self) -> None:
        """Stop and forget the files."""
        self.cancel()
        shutil.rmtree(self.file.parent, ignore_errors=True)

    def _editions(self) -> dict[str, int]:
        latest = cached.store().editions(self.target.city)
        return {name: latest[name] for name in self.tables}

    def _meet(self, now: dict[str, int]) -> None:
        before = self.seen
        self.try_out()
        self.changed = {name: before.get(name, 0) for name in now if now[name] != before.get(name)}

    def _start(self, *, dry_run: bool) -> None:
        self.cancel()
        self.report, self.fault, self.storing = None, None, not dry_run
        asked: dict[str, Any] = dict.fromkeys(PLACE) | dict(self.target.asked)
        options = replace(self.options, dry_run=dry_run, **asked)
        self.job = upload_job.start(
            self.target.city,
            self.target.table,
            self.file,
            options=options,
            viewer=session.viewer(),
            expected=None if dry_run else self.seen,
            called=self.name,
        )


def current() -> Draft | None:
    """The draft of this session."""
    found: Draft | None = session.kept(NAME)
    return found


def drop() -> None:
    """Forget the draft and its files."""
    draft = current()
    if draft is not None:
        draft.close()
    session.keep(NAME, None)


def files_key() -> str:
    """Key of the place for files; another one is empty again."""
    return f"upload_files_{session.kept('upload_round') or 0}"


def anew() -> None:
    """Forget the draft and what the browser has sent."""
    drop()
    session.keep("upload_round", (session.kept("upload_round") or 0) + 1)


def begin(uploads: Sequence[Upload], target: Target) -> Draft:
    """A draft of one file, or of the parts of one Shapefile, in place of the one before.

    The files lie in a folder that only this server's user can read, under names of ours.
    """
    drop()
    folder = new_folder("upload")
    main = main_of(uploads)
    for upload in uploads:
        (folder / f"layer{ending(upload.name)}").write_bytes(upload.getvalue())
    draft = Draft(target, folder / f"layer{ending(main.name)}", main.name, sum(upload.size for upload in uploads))
    draft.options = first_options(main.name, target.table)
    session.keep(NAME, draft)
    draft.try_out()
    return draft


def fit_together(uploads: Sequence[Upload]) -> bool:
    """Whether some files are one: a single one, or parts of one Shapefile."""
    endings = [ending(upload.name) for upload in uploads]
    parts = len(set(endings)) == len(endings) and set(endings) <= set(SHAPE_PARTS) and ".shp" in endings
    return len(uploads) == 1 or parts


def main_of(uploads: Sequence[Upload]) -> Upload:
    """The file that names the others: the .shp of a Shapefile."""
    return next((upload for upload in uploads if ending(upload.name) == ".shp"), uploads[0])


def ending(name: str) -> str:
    """The ending of a name where it is a plain one, else one that nothing reads."""
    suffix = Path(name).suffix.lower()
    return suffix if ENDING.fullmatch(suffix) else ".unknown"


def first_options(name: str, table: str) -> Options:
    """What is assumed of a file before anybody has said anything: a source of its own name."""
    return Options(source=source_id(name) if "source_id" in TABLES[table].columns and table != "sources" else None)


def source_id(name: str) -> str:
    """An id of a source made from the name of a file: letters, digits and hyphens."""
    plain = Path(name).stem.lower()
    for sign, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        plain = plain.replace(sign, letters)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "source"
