"""Which column of the file is which of ours: proposed, shown with what stands in it, changed here."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from components import labels, session
from components.text import plain, t
from components.upload.draft import Draft
from components.upload.words import code_name, figure
from data.contracts import AUDIENCES, CATEGORIES, DOMAINS, MEASURE_STATES, ROLES, TABLES
from data.importing.meaning.columns import FLAT
from data.importing.remedies import applied
from data.importing.report import Report

MAIN = {
    "areas": ("area_id", "name"),
    "sites": ("site_id", "category", "name", "address"),
    "offers": ("site_id", "kind", "capacity"),
    "statistics": ("area_id", "indicator", "group", "as_of", "value"),
    "caseload": ("site_id", "area_id", "as_of", "occupied"),
    "measures": ("measure_id", "title", "responsible", "due", "status"),
    "agendas": ("agenda_id", "position", "title", "view", "audience"),
    "sources": ("source_id", "title", "publisher", "licence"),
}
"""Columns asked for first; the others stand behind one more click."""

NEVER = ("geometry", "offer", "marker")
FIGURES = (
    *("population.total", "population.age_0_2", "population.age_3_5", "population.age_6_9", "population.age_10_15"),
    *("population.age_16_24", "population.age_25_64", "population.age_65_plus", "foreigners.total"),
    *("households.total", "households.single_parent", "households.five_plus", "protection_seekers.total"),
    *("household_population.total", "jobseekers.total", "uninsured.total"),
)
"""Figures often found as a column each."""

LISTS = {
    "category": tuple(CATEGORIES),
    "audience": AUDIENCES,
    "status": MEASURE_STATES,
    "domain": DOMAINS,
    "role": ROLES,
    "indicator": tuple(dict.fromkeys(code.partition(".")[0] for code in FIGURES)),
    "group": tuple(dict.fromkeys(code.partition(".")[2] for code in FIGURES)),
}
"""Columns with a list of codes: one of it may hold in every row."""

OPEN = ("indicator", "group")
"""Lists that a town may add to."""

SAME = {
    "areas": ("area_id", "name"),
    "sites": ("kind",),
    "offers": ("site_id", "kind"),
    "statistics": ("area_id", "indicator", "group", "as_of"),
    "caseload": ("site_id", "area_id", "group", "as_of"),
    "measures": ("responsible",),
    "agendas": ("agenda_id", "audience"),
    "sources": ("publisher", "licence"),
}
"""Columns that may well be the same in every row and missing in the file."""

ACROSS = 3
FILE, ALL = "file:", "all:"


def show(draft: Draft, report: Report) -> None:
    """The mapping as a form, proposals first."""
    names = _names(draft, report)
    asked = {problem.column for problem in report.problems if problem.severity == "error" and problem.row is None}
    known = {*report.columns, *report.proposed, *draft.options.mapping, *draft.options.constants}
    first = [name for name in names if name in MAIN[draft.target.table] or name in asked or name in known]
    later = [name for name in names if name not in first]
    _accept(draft, report, names)
    with st.form("upload_columns", border=False):
        with st.container(key="upload_columns_first"):
            _grid(draft, report, first, first=True)
        with st.expander(t("upload.columns.others", count=len(later))):
            _grid(draft, report, later, first=False)
        st.form_submit_button(
            t("upload.columns.apply"), on_click=_apply, args=(draft, report, names), icon=":material/check:"
        )
    if draft.target.table in ("statistics", "sites"):
        _further(draft, report)


def _names(draft: Draft, report: Report) -> list[str]:
    """Columns that may be asked for: the level is decided already, a position only where there is no geometry."""
    table = draft.target.table
    without = {*NEVER} | ({"level"} if table == "areas" else set()) | ({"lon", "lat"} if report.crs else set())
    every = (*TABLES[table].columns, *FLAT.get(table, ()))
    return [name for name in dict.fromkeys(every) if name not in without]


def _accept(draft: Draft, report: Report, names: list[str]) -> None:
    """Every proposal at once."""
    open_ones = {
        column: name
        for column, name in report.proposed.items()
        if column not in report.columns and column not in draft.options.constants
    }
    if open_ones:
        st.button(
            t("upload.columns.accept", count=len(open_ones)),
            on_click=_map,
            args=(draft, open_ones),
            icon=":material/done_all:",
        )
        shown = [f"{plain(_title(column, names))} ← {plain(name)}" for column, name in open_ones.items()]
        st.caption(" · ".join(shown))


def _title(column: str, names: list[str]) -> str:
    return labels.term("column", column) if column in names else figure(column)


def _grid(draft: Draft, report: Report, names: list[str], *, first: bool) -> None:
    """Questions side by side; on a phone they keep their order."""
    for start in range(0, len(names), ACROSS):
        for place, name in zip(st.columns(ACROSS), names[start : start + ACROSS], strict=False):
            with place:
                _ask(draft, report, name, first=first)


def _ask(draft: Draft, report: Report, column: str, *, first: bool) -> None:
    """One column: which of the file, or what holds in every row."""
    options = ["", *(FILE + name for name in report.file_columns), *(ALL + code for code in LISTS.get(column, ()))]
    mapped = draft.options.mapping.get(column) or report.columns.get(column)
    constant = draft.options.constants.get(column, "")
    present = ALL + constant if ALL + constant in options else FILE + mapped if mapped else ""
    if present not in options:
        options.append(present)

    def shown(option: str) -> str:
        if not option:
            return t("upload.columns.none")
        if option.startswith(ALL):
            return t("upload.columns.in_all", value=code_name(column, option.removeprefix(ALL)))
        name = option.removeprefix(FILE)
        samples = ", ".join(text for text in report.file_columns.get(name, []) if text)
        mark = f" · {t('upload.columns.proposed')}" if report.proposed.get(column) == name else ""
        return f"{name}{mark}" + (f" ({samples[:60]})" if samples else "")

    key = _key(column)
    session.fill(key, present)
    if (column in LISTS and column not in OPEN) or mapped or not (first and column in SAME[draft.target.table]):
        st.selectbox(labels.term("column", column), options, format_func=shown, key=key)
        return
    st.selectbox(labels.term("column", column), options, format_func=shown, key=key)
    session.fill(f"{key}_all", "" if present.startswith(ALL) else constant)
    st.text_input(t("upload.columns.constant", column=labels.term("column", column)), key=f"{key}_all")


def _key(column: str) -> str:
    return f"upload_column_{column}"


def _apply(draft: Draft, report: Report, names: list[str]) -> None:
    mapping, constants = dict(draft.options.mapping), dict(draft.options.constants)
    for column in names:
        chosen = str(session.widget_state(_key(column)) or "")
        typed = str(session.widget_state(f"{_key(column)}_all") or "").strip()
        mapping.pop(column, None)
        constants.pop(column, None)
        if chosen.startswith(FILE):
            name = chosen.removeprefix(FILE)
            if report.columns.get(column) != name or column in draft.options.mapping:
                mapping[column] = name
        elif chosen.startswith(ALL) or typed:
            constants[column] = chosen.removeprefix(ALL) or typed
        elif column in report.columns or column in draft.options.absent:
            mapping[column] = ""  # one of the file is called so, and is something else
    draft.change(replace(draft.options, mapping=mapping, constants=constants))


def _map(draft: Draft, coming: dict[str, str]) -> None:
    options = draft.options
    for column, name in coming.items():
        options = applied(options, f"--map {column}={name}")
    draft.change(options)


def _further(draft: Draft, report: Report) -> None:
    """Columns that hold one figure each: which one."""
    free = [name for name in report.file_columns if name not in {*report.columns.values()}]
    if not free:
        return
    if draft.target.table == "statistics":
        known = list(FIGURES)
    else:
        known = [f"{kind}.capacity" for kinds in CATEGORIES.values() for kind in kinds]
    with st.expander(t("upload.columns.further")), st.form("upload_further", border=False, clear_on_submit=True):
        left, right = st.columns(2)
        with left:
            st.selectbox(t("upload.columns.file_column"), free, key="upload_further_name")
        with right:
            st.selectbox(
                t("upload.columns.holds"),
                known,
                format_func=lambda code: figure(code) if code in known else code,
                key="upload_further_code",
                accept_new_options=True,
                help=t("upload.columns.holds_help"),
            )
        st.form_submit_button(t("upload.columns.add"), on_click=_add, args=(draft,), icon=":material/add:")


def _add(draft: Draft) -> None:
    name, code = session.widget_state("upload_further_name"), session.widget_state("upload_further_code")
    if name and code:
        _map(draft, {str(code).strip(): str(name)})
