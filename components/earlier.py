"""An old link: since when it is, what has changed since, whether the view still says the same, and the way back."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from components import cached, labels, session
from components.scene import BACK, Scene, seen
from components.sitting.screens import SCREENS
from components.text import day, number, plain, t
from data.audiences import Audience
from data.errors import AtlasError
from data.past import Past
from data.since import Change, Since

STYLE = """<style>
  @media (min-width: 1100px) {.st-key-earlier {margin-top: 2.9rem}}
</style>"""
"""Below what stands on top at the right."""


def show(path: str) -> None:
    """One line above a view whose link names an earlier state; nothing where nothing has changed.

    Args:
        path: of the page, whose choices are valid by now.
    """
    if path not in SCREENS or not session.get("seen"):
        return
    viewer, slug = session.viewer(), session.get("city")
    state = seen(slug, viewer)
    if state is None:
        return
    found = cached.since_of(slug, viewer, state)
    is_back = session.get("past") == BACK
    if not (found.changes or is_back):
        return
    st.html(STYLE)
    with st.container(key="earlier", border=True, gap="small"):
        st.markdown(f":material/history: {_said(found, slug, is_back=is_back)}")
        if is_back and viewer.audience < Audience.MANAGER:
            st.caption(t("earlier.fewer"))
        if said := _statements(path, found):
            st.markdown(said)
        with st.container(horizontal=True):
            if found.can_go_back and not is_back:
                st.button(t("earlier.then"), on_click=session.put, args=("past", BACK), icon=":material/history:")
            st.button(t("earlier.now"), on_click=_today, args=(is_back,), icon=":material/today:")


def _today(is_back: bool) -> None:
    """The present state: from the past back to it, and from there without the line."""
    session.put("past", None)
    if not is_back:
        session.put("seen", None)


def back(scene: Scene) -> str:
    """That a scene shows an earlier state, and which; "" where it shows today."""
    if not isinstance(scene.of, Past):
        return ""
    found = cached.since_of(scene.of.city.slug, scene.viewer, int(session.get("seen")))
    return t("earlier.back", at=_moment(found, ZoneInfo(scene.of.city.time_zone)))


def _moment(found: Since, zone: ZoneInfo) -> str:
    local = found.at.astimezone(zone)
    return t("history.moment", day=day(local.date()), time=f"{local:%H:%M}")


def _said(found: Since, slug: str, *, is_back: bool) -> str:
    zone = ZoneInfo(cached.store().city(slug, viewer=session.viewer()).time_zone)
    parts = [t("earlier.back" if is_back else "earlier.from", at=_moment(found, zone))]
    if found.changes:
        parts.append(t("earlier.changed", changes="; ".join(_change(one, zone) for one in found.changes)))
    else:
        parts.append(t("earlier.unchanged"))
    if not found.can_go_back:
        parts.append(t("earlier.not_kept"))
    return " ".join(parts)


def _change(one: Change, zone: ZoneInfo) -> str:
    name = t("history.settings") if one.table == "city" else labels.term("table", one.table)
    counts = {"added": one.added, "changed": one.changed, "removed": one.removed}
    told = [t(f"earlier.{what}_rows", number=number(count)) for what, count in counts.items() if count]
    told = [] if one.table == "city" else told
    return f"{plain(name)} ({', '.join([*told, _day(one.at, zone)])})"


def _day(at: datetime, zone: ZoneInfo) -> str:
    return day(at.astimezone(zone).date())


def _statements(path: str, found: Since) -> str:
    """Whether the view says the same today; both sentences where it does not."""
    if not found.can_go_back:
        return ""
    then, now = _statement(path, past=BACK), _statement(path, past="")
    if then is None or now is None:
        return ""
    return t("earlier.same") if then == now else t("earlier.differs", then=then, now=now)


def _statement(path: str, *, past: str) -> str | None:
    with session.instead(session.link(past=past), tell=False):
        try:
            return SCREENS[path]().statement
        except (AtlasError, LookupError):  # a place, a figure or a level that was not there yet
            return None
