"""The tables of a city: columns, types, keys and closed lists (design.md "Contracts").

Empty text is ``""``; a figure that is not known is missing (NaN, NA, NaT), never 0 (L4).
Every other module takes names, types and keys from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import pandas as pd
import pandera.pandas as pa
from pandera.typing.geopandas import GeoSeries
from pandera.typing.pandas import Series

from data.errors import DataRefusedError, Problem, UnknownTableError

CATEGORIES: dict[str, tuple[str, ...]] = {
    "accommodation": ("hostel", "large_hostel", "container", "gymnasium", "flat", "project", "protected"),
    "counselling": ("MBE", "JMD", "FSA", "IBS", "integration_companion", "Ü25", "U25"),
    "kita": ("under_3", "3_to_6", "after_school"),
    "school": ("primary", "lower_secondary", "upper_secondary", "vocational", "preparatory"),
    "course": (
        "alphabetisation",
        "A1",
        "A2",
        "B1",
        "B2",
        "C1",
        "orientation",
        "school_certificate",
        "language_and_trade",
    ),
    "health": ("clinic", "interpreting", "uninsured_fund"),
    "volunteering": ("coordination", "network"),
    "meeting_place": ("community_centre", "youth_centre", "quarter_office"),
    "employment": ("work_opportunity", "training_project", "employer_contact"),
}
"""Categories of sites with the kinds of their offers; ``""`` is the category as a whole."""

CENTRAL = ("hostel", "large_hostel", "container", "gymnasium")
DECENTRAL = ("flat", "project")

ROLES = (
    "regional_coordinator",
    "refugee_social_worker",
    "refugee_companion",
    "integration_adviser",
    "KIK",
    "case_worker",
)
"""Roles of staff: the "Dresdner Weg" (C5), the co-ordinators of Landkreis Zwickau (Z3), Jobcenter (C3)."""

DOMAINS = ("kita", "school", "training", "labour_market", "german", "housing", "health", "society")
"""The eight access domains of integration (F2), the rows of the gap matrix."""

AUDIENCES = ("public", "council", "manager")
MARKERS = ("", "missing", "secret")
MEASURE_STATES = ("proposed", "decided", "running", "done", "dropped")


VIEW = r"^(?:[a-z][a-z-]*)?(?:\?[\w.,%=&:+~-]*)?\Z"
"""A view of the atlas below its own address: no scheme, no host, no way out of the folder."""


def _text(**rules: Any) -> Any:
    return pa.Field(default="", **rules)


class _Contract(pa.DataFrameModel):
    class Config:
        strict = "filter"
        coerce = True
        add_missing_columns = True
        ordered = False


class Areas(_Contract):
    """Boundaries of one or more levels that nest (F1)."""

    area_id: Series[str] = pa.Field(str_length={"min_value": 1}, description="official key, zeros kept")
    name: Series[str] = pa.Field(str_length={"min_value": 1})
    level: Series[str] = pa.Field(str_length={"min_value": 1}, description="code of a level of the city")
    parent_id: Series[str] = _text(description="area one level up; empty at the top")
    source_id: Series[str] = _text()
    geometry: GeoSeries[Any] = pa.Field(description="Polygon or MultiPolygon in the city's metric CRS")


class Sites(_Contract):
    """Places where something is offered."""

    site_id: Series[str] = pa.Field(str_length={"min_value": 1})
    category: Series[str] = pa.Field(isin=list(CATEGORIES))
    name: Series[str] = _text()
    operator: Series[str] = _text()
    address: Series[str] = _text()
    languages: Series[str] = _text(description="ISO 639-1 codes separated by blanks")
    self_catering: Series[pd.BooleanDtype] = pa.Field(nullable=True, default=pd.NA, description="D3")
    common_room: Series[pd.BooleanDtype] = pa.Field(nullable=True, default=pd.NA, description="D3")
    opened_on: Series[pa.DateTime] = pa.Field(nullable=True, default=pd.NaT)
    closes_on: Series[pa.DateTime] = pa.Field(nullable=True, default=pd.NaT)
    audience: Series[str] = pa.Field(isin=list(AUDIENCES), default="public")
    area_id: Series[str] = _text(description="as the source states it; counts where there is no point")
    source_id: Series[str] = _text()
    geometry: GeoSeries[Any] = pa.Field(nullable=True, description="Point, or none for an unlocated site")


class Offers(_Contract):
    """What a site has; several offers a site."""

    site_id: Series[str] = pa.Field(str_length={"min_value": 1})
    kind: Series[str] = _text(description="empty: the category as a whole")
    capacity: Series[pd.Int64Dtype] = pa.Field(nullable=True, ge=0, default=pd.NA, description="places")
    reserve: Series[pd.Int64Dtype] = pa.Field(nullable=True, ge=0, default=pd.NA, description="more places")
    staff: Series[float] = pa.Field(nullable=True, ge=0, default=float("nan"), description="FTE")
    role: Series[str] = _text(isin=["", *ROLES])
    funded_until: Series[pa.DateTime] = pa.Field(nullable=True, default=pd.NaT)
    funding: Series[str] = _text(description="who pays, under which programme (Z6)")
    usable: Series[pd.Int64Dtype] = pa.Field(
        nullable=True, ge=0, default=pd.NA, description="places really open, else as approved"
    )


class Statistics(_Contract):
    """Figures about areas, one a row."""

    area_id: Series[str] = pa.Field(str_length={"min_value": 1})
    indicator: Series[str] = pa.Field(str_length={"min_value": 1})
    group: Series[str] = pa.Field(str_length={"min_value": 1}, default="total")
    as_of: Series[pa.DateTime] = pa.Field()
    value: Series[float] = pa.Field(nullable=True, default=float("nan"))
    marker: Series[str] = _text(isin=list(MARKERS))
    source_id: Series[str] = _text()


class Caseload(_Contract):
    """How many people live in, use and are turned away from a site, or an area (U8, Z5)."""

    site_id: Series[str] = _text()
    area_id: Series[str] = _text()
    group: Series[str] = pa.Field(str_length={"min_value": 1}, default="total")
    as_of: Series[pa.DateTime] = pa.Field()
    occupied: Series[pd.Int64Dtype] = pa.Field(nullable=True, ge=0, default=pd.NA)
    consultations: Series[pd.Int64Dtype] = pa.Field(nullable=True, ge=0, default=pd.NA)
    rejected: Series[pd.Int64Dtype] = pa.Field(nullable=True, ge=0, default=pd.NA)
    waiting: Series[pd.Int64Dtype] = pa.Field(nullable=True, ge=0, default=pd.NA)
    source_id: Series[str] = _text()


class Measures(_Contract):
    """What has been promised, by whom and until when (U1)."""

    measure_id: Series[str] = pa.Field(str_length={"min_value": 1})
    title: Series[str] = pa.Field(str_length={"min_value": 1})
    area_id: Series[str] = _text()
    domain: Series[str] = _text(isin=["", *DOMAINS])
    target_group: Series[str] = _text()
    age_group: Series[str] = _text()
    origin_group: Series[str] = _text()
    responsible: Series[str] = _text()
    partners: Series[str] = _text()
    due: Series[pa.DateTime] = pa.Field(nullable=True, default=pd.NaT)
    indicator: Series[str] = _text()
    baseline: Series[float] = pa.Field(nullable=True, default=float("nan"))
    target: Series[float] = pa.Field(nullable=True, default=float("nan"))
    status: Series[str] = pa.Field(isin=list(MEASURE_STATES), default="proposed")
    note: Series[str] = _text(description="for the administration and the council only")
    audience: Series[str] = pa.Field(isin=list(AUDIENCES), default="council")
    source_id: Series[str] = _text()


class Agendas(_Contract):
    """What is shown in a session of the council, in which order: a row an item, position 0 the agenda itself."""

    agenda_id: Series[str] = pa.Field(str_length={"min_value": 1})
    position: Series[pd.Int64Dtype] = pa.Field(ge=0, description="order of the items from 1; 0 is the agenda itself")
    title: Series[str] = pa.Field(str_length={"min_value": 1})
    reference: Series[str] = _text(description="number of the Vorlage, or a link to it")
    view: Series[str] = _text(str_matches=VIEW, description="page and choices, as codes; empty for the agenda itself")
    audience: Series[str] = pa.Field(isin=list(AUDIENCES), default="council")


class Sources(_Contract):
    """Where figures come from, and on what terms (L4)."""

    source_id: Series[str] = pa.Field(str_length={"min_value": 1})
    title: Series[str] = pa.Field(str_length={"min_value": 1})
    publisher: Series[str] = _text()
    licence: Series[str] = _text()
    attribution: Series[str] = _text()
    url: Series[str] = _text()
    as_of: Series[pa.DateTime] = pa.Field(nullable=True, default=pd.NaT)
    retrieved_at: Series[pa.DateTime] = pa.Field(nullable=True, default=pd.NaT)
    changed: Series[str] = _text(description="what was done to the original")
    demo: Series[bool] = pa.Field(default=False, description="invented for demonstration")


KINDS = {
    "int64": "integer",
    "float64": "number",
    "boolean": "truth",
    "bool": "truth",
    "datetime64[ns]": "date",
    "geometry": "geometry",
}
"""Type of a column to the kind of value that readers and writers handle."""


@dataclass(frozen=True)
class Table:
    """A contract with its key.

    Attributes:
        name: name of the table everywhere (store, command line, files).
        model: pandera model.
        key: columns that together name one row.
    """

    name: str
    model: type[_Contract]
    key: tuple[str, ...]

    @property
    def dtypes(self) -> dict[str, str]:
        """Column to kind: text, integer, number, truth, date or geometry."""
        columns = self.model.to_schema().columns
        return {name: KINDS.get(str(column.dtype).lower(), "text") for name, column in columns.items()}

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns in the order of the contract."""
        return tuple(self.model.to_schema().columns)

    @property
    def is_spatial(self) -> bool:
        """Whether the table has a geometry."""
        return "geometry" in self.columns


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table("areas", Areas, ("area_id",)),
        Table("sites", Sites, ("site_id",)),
        Table("offers", Offers, ("site_id", "kind", "role", "funded_until")),
        Table("statistics", Statistics, ("area_id", "indicator", "group", "as_of")),
        Table("caseload", Caseload, ("site_id", "area_id", "group", "as_of")),
        Table("measures", Measures, ("measure_id",)),
        Table("agendas", Agendas, ("agenda_id", "position")),
        Table("sources", Sources, ("source_id",)),
    )
}


LATER: dict[str, dict[str, str]] = {"measures": {"audience": "council", "source_id": ""}}
"""Columns at the end of a contract that older stores do not have, with what their rows say there."""


CHECKS = {
    "str_length": "empty",
    "isin": "not_listed",
    "greater_than_or_equal_to": "negative",
    "not_nullable": "empty",
    "coerce_dtype": "wrong_type",
    "column_in_dataframe": "column_missing",
}
"""Check of a model to the code of the problem it finds."""


def validate(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Bring rows into the types of their contract and check each cell and the key.

    Args:
        name: table.
        frame: rows; the index is the row of the file, missing optional columns are filled.

    Returns:
        All columns of the contract in its types and order, the index kept.

    Raises:
        DataRefusedError: with a problem for each cell at fault.
    """
    contract = table(name)
    try:
        checked = cast("pd.DataFrame", contract.model.validate(frame, lazy=True))
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases.drop_duplicates(["column", "index", "failure_case"])
        raise DataRefusedError(_problem(name, case) for _, case in cases.iterrows()) from None
    checked = checked[list(contract.columns)]
    problems = _duplicates(contract, checked)
    if name == "statistics":
        unmarked = checked["value"].isna() == (checked["marker"] == "")
        rows = checked.index[unmarked]
        problems += [Problem("marker_mismatch", row=int(row), column="marker") for row in rows]
    if problems:
        raise DataRefusedError(problems)
    return checked


def _problem(name: str, case: pd.Series) -> Problem:
    code = next((code for check, code in CHECKS.items() if str(case["check"]).startswith(check)), "wrong_value")
    row = None if pd.isna(case["index"]) else int(case["index"])
    column = str(case["failure_case"]) if code == "column_missing" else str(case["column"])
    listed = table(name).model.to_schema().columns.get(column) if code == "not_listed" else None
    allowed = [check.statistics["allowed_values"] for check in listed.checks if check.statistics] if listed else []
    known = {"allowed": ", ".join(str(value) for value in allowed[0] if value)} if allowed else {}
    return Problem(code, row=row, column=column, value=str(case["failure_case"]), values=known)


NAMED_ROWS = 10


def _duplicates(contract: Table, rows: pd.DataFrame) -> list[Problem]:
    """A problem for each row whose key another row has too; several rows may come from one row of a file."""
    key = list(contract.key)
    twice = rows[rows.duplicated(key, keep=False)]
    problems = []
    for _, same in twice.groupby(key, sort=False, dropna=False):
        value = " / ".join(filter(None, (_shown(cell) for cell in same.iloc[0][key])))
        numbers = list(dict.fromkeys(int(row) for row in same.index))
        first = numbers[: NAMED_ROWS + 1]
        for row in numbers:
            others = [str(other) for other in first if other != row][:NAMED_ROWS] or [str(row)]
            values = {"rows": ", ".join(others) + (" …" if len(numbers) > len(first) else "")}
            problems.append(Problem("duplicate_key", row=row, column=key[0], value=value, values=values))
    return problems


def _shown(cell: Any) -> str:
    if pd.isna(cell):
        return ""
    return f"{cell:%d.%m.%Y}" if isinstance(cell, pd.Timestamp) else str(cell)


def table(name: str) -> Table:
    """The contract of a table.

    Raises:
        UnknownTableError: there is none of this name.
    """
    if name not in TABLES:
        raise UnknownTableError(table=name, known=", ".join(TABLES))
    return TABLES[name]
