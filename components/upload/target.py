"""The first questions of reading a file in: which place, what the file holds, which level, which file."""

from __future__ import annotations

import streamlit as st

from components import cached, session
from components.text import exact, plain, t
from components.upload.draft import Draft, Target, anew, begin, current, drop, ending, files_key, fit_together
from data.city import City
from data.contracts import TABLES
from data.importing.cities import LEVELS

NEW = "+"
REFUSED = "upload_refused"
METRIC = ("EPSG:25832", "EPSG:25833", "EPSG:25831")
BYTES = 1_000_000


def show() -> Draft | None:
    """Ask; the draft of the session goes where the answers say."""
    viewer = session.viewer()
    cities = {city.slug: city for city in cached.cities(viewer)}
    with st.container(key="upload_target"):
        left, right = st.columns(2)
        with left:
            slug = _city(cities)
        with right:
            table = "areas" if slug == NEW else _table()
    asked = _new_city() if slug == NEW else {}
    if table == "areas":
        asked |= _level(cities.get(slug))
    target = Target(asked.pop("slug", "") if slug == NEW else slug, table, tuple(sorted(asked.items())))
    _file(target)
    draft = current()
    if draft is not None and draft.stored is None and draft.target != target:
        draft.aim(target)
    return draft


def _city(cities: dict[str, City]) -> str:
    options = [*cities, NEW]
    if session.widget_state("upload_city") not in options:
        session.fill("upload_city", session.get("city") if session.get("city") in cities else options[0])

    def name(slug: str) -> str:
        return t("upload.target.new_city") if slug == NEW else cities[slug].name

    return str(
        st.selectbox(t("upload.target.city"), options, format_func=name, key="upload_city", persist_state="session")
    )


def _table() -> str:
    return str(
        st.selectbox(
            t("upload.target.table"),
            list(TABLES),
            format_func=lambda name: t(f"upload.table.{name}"),
            key="upload_table",
            persist_state="session",
        )
    )


def _new_city() -> dict[str, str]:
    columns = st.columns(3)
    texts = {}
    for column, name in zip(columns, ("new_city", "slug"), strict=False):
        with column:
            help_text = t("upload.target.slug_help") if name == "slug" else None
            texts[name] = st.text_input(
                t(f"upload.target.{name}_name"), key=f"upload_{name}", help=help_text, persist_state="session"
            ).strip()
    with columns[2]:
        texts["crs"] = str(
            st.selectbox(
                t("upload.target.crs"),
                METRIC,
                format_func=lambda code: t(f"upload.crs.{code.partition(':')[2]}"),
                key="upload_crs",
                accept_new_options=True,
                persist_state="session",
            )
        )
    return texts


def _level(city: City | None) -> dict[str, str]:
    language = session.language()
    known = {level.code: level for level in (city.levels if city else LEVELS.values())}
    options = [code for code in known if city or code != "city"] + ([NEW] if city else [])
    if session.widget_state("upload_level") not in options:
        session.fill("upload_level", next(code for code in reversed(options) if code != NEW) if city else "area")

    def name(code: str) -> str:
        return t("upload.target.new_level") if code == NEW else known[code].name(language, plural=True)

    chosen = st.selectbox(
        t("upload.target.level"), options, format_func=name, key="upload_level", persist_state="session"
    )
    if chosen != NEW or city is None:
        return {"level": str(chosen)}
    return _new_level(city)


def _new_level(city: City) -> dict[str, str]:
    language = session.language()
    left, middle, right = st.columns(3)
    with left:
        title = st.text_input(t("upload.target.level_name"), key="upload_level_name", persist_state="session").strip()
    with middle:
        code = st.text_input(
            t("upload.target.level_code"),
            key="upload_level_code",
            help=t("upload.target.level_code_help"),
            persist_state="session",
        ).strip()
    with right:
        above = st.selectbox(
            t("upload.target.above"),
            ["", *(level.code for level in city.levels[1:])],
            format_func=lambda one: city.level(one).name(language, plural=True) if one else t("upload.target.lowest"),
            key="upload_above",
            persist_state="session",
        )
    return {"level": code, "new_level": title} | ({"above": str(above)} if above else {})


def _file(target: Target) -> None:
    st.caption(t(f"upload.hint.{target.table}"))
    limit = int(st.get_option("server.maxUploadSize"))
    ready = all(value for _, value in target.asked) and bool(target.city)
    st.file_uploader(
        t("upload.target.file"),
        accept_multiple_files=True,
        key=files_key(),
        on_change=_arrived,
        args=(target,),
        help=t("upload.target.file_help", limit=limit),
        disabled=not ready,
    )
    st.caption(t("upload.target.limit", limit=limit) if ready else t("upload.target.incomplete"))
    for line in session.said(REFUSED):
        st.warning(line)
    draft = current()
    if draft is not None and not session.widget_state(files_key()):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(t("upload.target.present", name=plain(draft.name), size=exact(draft.size / BYTES)))
            st.button(t("upload.target.discard"), on_click=anew, icon=":material/delete:")


def _arrived(target: Target) -> None:
    uploads = session.widget_state(files_key()) or []
    if not uploads:
        drop()
    elif fit_together(uploads):
        begin(uploads, target)
    else:
        drop()
        names = [plain(upload.name) for upload in uploads]
        code = "parts" if any(ending(upload.name) in (".shx", ".dbf") for upload in uploads) else "several"
        session.say(REFUSED, [t(f"upload.target.{code}", names=", ".join(names))])
