"""Signing in and out in the top row, and what has to be said about the role of who is signed in."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from components import labels, session
from components.text import plain, t
from data.audiences import Audience
from data.roles import is_fresh, read_roles

SEEN = "role_seen"


def show() -> None:
    """The button to sign in, or who is signed in and the button to sign out; nothing where nobody can."""
    if not session.can_sign_in():
        return
    if session.signed_in() is None:
        st.button(t("sign_in.in"), on_click=st.login, icon=":material/login:", key="sign_in")
        return
    who = session.viewer()
    told = t("sign_in.as", name=plain(who.name), role=_role(who.audience))
    st.markdown(f":material/account_circle: {told}", width="content")
    st.button(t("sign_in.out"), on_click=st.logout, icon=":material/logout:", key="sign_out")


def notices() -> None:
    """That roles cannot be read, that a sign-in is too old, that there is no role, or that it has changed."""
    person = session.signed_in() if session.can_sign_in() else None
    if person is None:
        session.keep(SEEN, None)
        return
    role, before = session.viewer().audience, session.kept(SEEN)
    session.keep(SEEN, role)
    roles = read_roles()
    if roles.fault is not None:
        st.warning(t("sign_in.roles_damaged"))
    elif not is_fresh(person, roles, datetime.now(UTC)):
        st.info(t("sign_in.over"))
    elif before is not None and before != role:
        st.warning(t("sign_in.changed", role=_role(role)))
    elif role == Audience.PUBLIC:
        st.caption(f":material/info: {t('sign_in.no_role')}")


def _role(audience: Audience) -> str:
    return labels.term("audience", audience.name.lower())
