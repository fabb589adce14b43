"""What one person sees: the only reader of session state, query parameters and the signed-in user.

Every state is a link (design.md rule 7). A choice lives in the session under its own name, is read from the link
when somebody opens one, and is written back to the link at the end of each run. Widgets borrow it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

import streamlit as st

from components import cached
from data.audiences import Audience, Viewer
from data.errors import NotAllowedError
from data.roles import called, present, read_roles, role_of

T = TypeVar("T")

LANGUAGES = ("de", "en")
CHOICES = (
    *("city", "level", "date", "indicator", "area", "site", "layers", "lang"),
    *("domain", "service", "until", "met", "rate", "measure", "eyes"),
    *("responsible", "due", "board"),
    *("table", "edition", "since", "category", "only", "find", "new"),
    *("seen", "past", "ansicht", "agenda", "item"),
    *("compare", "areas", "against", "town", "basis"),
)
"""Names of choices, as they stand in a link; their values are codes, the same in every language."""

_spoken: ContextVar[str] = ContextVar("spoken", default="")

SITTING = ("city", "lang", "eyes", "ansicht", "agenda", "item")
"""Choices of who follows an agenda; each of its items brings the others."""

LONGEST = 400
ROLE = "ATLAS_LOCAL_ROLE"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass
class _Choices:
    """What one person has chosen, all of it behind one look into the state: a run may end at any look.

    Attributes:
        values: by name.
        notices: choices of this run that fell back: name and what the link said.
        is_newer: whether somebody has chosen since the link was last written.
        written: the link as it was last written.
    """

    values: dict[str, str] = field(default_factory=dict)
    notices: list[tuple[str, str]] = field(default_factory=list)
    is_newer: bool = False
    written: dict[str, str] = field(default_factory=dict)


# of one run alone: while it is ending, the run that follows already has a thread of its own
_other: ContextVar[_Choices | None] = ContextVar("other", default=None)


class TwoSidesError(RuntimeError):
    """ATLAS_PUBLIC and ATLAS_LOCAL_ROLE are set together: a process is the public side or a desk, never both."""


class OpenDeskError(RuntimeError):
    """ATLAS_LOCAL_ROLE is set, but the server listens to more than this machine."""


def begin() -> None:
    """Take over what the link says: when it is opened, and when somebody goes back to it.

    After a choice the browser may still send the link of the run before, so then the choice counts. A change of
    the page brings no link at all; then everything stays.
    """
    state = st.session_state
    known = _choices()
    known.notices = []
    state["run"] = state.get("run", 0) + 1
    for one in state.setdefault("held", {}).values():
        one.update({key: state[key] for key in one if key in state})
    given = st.query_params.to_dict()
    if given and not known.is_newer:
        known.values |= {name: given.get(name, "")[:LONGEST] for name in {*CHOICES} & {*given, *known.written}}
    one_of("lang", LANGUAGES, LANGUAGES[0])


def finish() -> None:
    """Write the choices into the link."""
    known = _choices()
    present = {name: value for name, value in link().items() if name in _shown()}
    if st.query_params.to_dict() != present:
        st.query_params.from_dict(present)
    known.written, known.is_newer = present, False


def _choices() -> _Choices:
    """The choices that hold: the person's, unless others are put in their place (:func:`instead`)."""
    known: _Choices = _other.get() or st.session_state.setdefault("choices", _Choices())
    return known


def _shown() -> tuple[str, ...]:
    """Choices that stand in the link: where an agenda is followed, it says all the others."""
    return SITTING if get("ansicht") and get("agenda") else CHOICES


def link(**changes: str) -> dict[str, str]:
    """The choices as they would stand in a link, with some changed; "" leaves one out."""
    choices = {name: get(name) for name in CHOICES} | changes
    return {name: value for name, value in choices.items() if value}


def get(name: str) -> str:
    """The present choice, "" where there is none."""
    return _choices().values.get(name, "")


def put(name: str, value: str | None) -> None:
    """Choose; None takes the choice back."""
    known = _choices()
    known.values[name], known.is_newer = value or "", True


def one_of(name: str, options: Sequence[str], default: str) -> str:
    """The present choice if it is among the options, else the default, with a line of notice."""
    chosen = get(name)
    if chosen in options:
        return chosen
    if chosen:
        fall_back(name, default)
    else:
        put(name, default)
    return default


def fall_back(name: str, default: str) -> None:
    """Choose the default because the link names something that does not exist here."""
    _choices().notices.append((name, get(name)))
    put(name, default)


def notices() -> list[tuple[str, str]]:
    """Choices of this run that fell back: name and what the link said."""
    return list(_choices().notices)


@contextmanager
def instead(choices: Mapping[str, str], *, tell: bool = True) -> Iterator[None]:
    """Let other choices hold for a while, language and eyes kept; afterwards those of the link hold again.

    Args:
        choices: by name.
        tell: whether notices about these choices are kept.
    """
    known = _choices()
    other = _Choices({**choices, **{name: known.values.get(name, "") for name in ("lang", "eyes")}})
    before = _other.set(other)
    try:
        yield
    finally:
        _other.reset(before)
        if tell:
            known.notices += other.notices


def own_address(path: str) -> str:
    """Address of the atlas as this browser came to it, seen from one of its pages; "" where nobody can tell."""
    return (st.context.url or "").partition("?")[0].rstrip("/").removesuffix(f"/{path}").rstrip("/")


def bound(name: str, value: Any, *, take: Callable[[Any], str] | None = None, part: str = "") -> dict[str, Any]:
    """Arguments that bind a widget to a choice: its key, holding the choice, and what happens on change.

    Args:
        name: the choice.
        value: what the widget shows now.
        take: turns the widget's value into the code of the choice.
        part: tells apart several widgets of one choice.
    """
    key = f"choose_{name}_{part}" if part else f"choose_{name}"
    st.session_state[key] = value

    def changed() -> None:
        chosen = st.session_state[key]
        put(name, take(chosen) if take else chosen)

    return {"key": key, "on_change": changed}


def jump(name: str, choose: Callable[[Any], None]) -> dict[str, Any]:
    """Arguments of a widget that chooses and then forgets: it looks the same in every run.

    Args:
        name: tells widgets apart.
        choose: gets what was chosen.
    """
    key = f"jump_{name}"

    def changed() -> None:
        chosen, st.session_state[key] = st.session_state[key], None
        if chosen is not None:
            choose(chosen)

    return {"key": key, "on_change": changed}


def say(about: str, lines: list[str]) -> None:
    """Keep some lines to show in the run that follows."""
    st.session_state[f"said_{about}"] = lines


def said(about: str) -> list[str]:
    """Lines kept for this run; they are shown once."""
    lines: list[str] = st.session_state.pop(f"said_{about}", [])
    return lines


def keep(name: str, value: Any) -> None:
    """Keep something of this session that belongs in no link, as a file being read; None lets it go."""
    st.session_state[f"kept_{name}"] = value


def kept(name: str) -> Any:
    """What this session keeps under a name, None where there is nothing."""
    return st.session_state.get(f"kept_{name}")


def hold(name: str, keys: Sequence[str]) -> None:
    """Remember what the widgets of these keys say while they are not drawn, and give it back when they are again.

    Streamlit drops what widgets said as soon as a run ends without them, the browser even earlier. Call it in
    each run that draws them, before it does. No keys let go.
    """
    state = st.session_state
    held: dict[str, dict[str, Any]] = state["held"]
    if not keys:
        held.pop(name, None)
        return
    before, last = held.get(name, {}), state.get(f"held_in_{name}", 0)
    for key in keys:
        if key in before and (last < state["run"] - 1 or key not in state):
            state[key] = before[key]  # said anew, so that the browser is told as well
    held[name] = {key: state.get(key) for key in keys}  # at once: a run may end at any look into the state
    state[f"held_in_{name}"] = state["run"]


def held(name: str) -> dict[str, Any]:
    """What the widgets held under a name say, or said when they were last drawn."""
    return dict(st.session_state["held"].get(name, {}))


def fill(key: str, value: Any) -> None:
    """Give a widget of a key a value before it is drawn."""
    st.session_state[key] = value


def widget_state(key: str) -> Any:
    """What a widget of this key sent last, None before."""
    return st.session_state.get(key)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Every text within is in this language, and no session is asked: for routes and the command line."""
    before = _spoken.set(language if language in LANGUAGES else LANGUAGES[0])
    try:
        yield
    finally:
        _spoken.reset(before)


def language() -> str:
    """Language of the interface, or the one being spoken (:func:`speaking`)."""
    if spoken := _spoken.get():
        return spoken
    return _choices().values.get("lang", LANGUAGES[0])


def is_public_side() -> bool:
    """Whether this process serves the published file, and nothing but that."""
    return bool(os.environ.get(cached.PUBLIC_FILE))


def local_role() -> Audience | None:
    """The role of the desk on this machine, None where there is no desk.

    Raises:
        OpenDeskError: the server listens on an address that others can reach.
        TwoSidesError: the server is the public side.
    """
    name = os.environ.get(ROLE, "")
    if not name:
        return None
    if is_public_side():
        raise TwoSidesError(f"{ROLE} and {cached.PUBLIC_FILE} exclude each other")
    address = st.get_option("server.address")
    if address not in LOOPBACK:
        raise OpenDeskError(f"{ROLE} is for a desk on {LOOPBACK[0]} only; server.address is {address!r}")
    return Audience.named(name)


def viewer() -> Viewer:
    """Who looks, with the role that holds now: ask again for every run and every write, and keep nothing of it.

    The desk looks through the eyes it has chosen; who signed in has the role that the role file says
    (:mod:`data.roles`); everyone else, and everyone on the public side, is the public.
    """
    if is_public_side():
        return Viewer(Audience.PUBLIC)
    role = local_role()
    if role is not None:
        return Viewer(min(role, _eyes(role)), "desk")
    person = signed_in()
    if person is None:
        return Viewer(Audience.PUBLIC)
    return Viewer(role_of(person, read_roles(), datetime.now(UTC)), called(person), person)


def can_sign_in() -> bool:
    """Whether people sign in here: a provider is configured, and this is neither a desk nor the public side."""
    return not is_public_side() and local_role() is None and "is_logged_in" in st.user.to_dict()


def signed_in() -> dict[str, Any] | None:
    """What the provider said, at sign-in, of the person who looks; None where nobody has signed in."""
    person = st.user.to_dict()
    return (
        {name: said for name, said in person.items() if name != "tokens"}
        if person.get("is_logged_in") is True
        else None
    )


def still(make: Callable[[], T]) -> Callable[[], T]:
    """What makes a download, for a click that may come when whoever looks now has lost the role.

    Raises:
        NotAllowedError: (what is returned) the role is lower than now.
    """
    who = viewer()

    def made() -> T:
        if present(who).audience < who.audience:
            raise NotAllowedError(audience=present(who).audience.name.lower())
        return make()

    return made


def _eyes(role: Audience) -> Audience:
    """Whose eyes the desk looks through: its own unless the link says those of a lower audience."""
    chosen = get("eyes")
    return Audience.named(chosen) if chosen.upper() in Audience.__members__ else role


def eyes() -> dict[str, Any]:
    """Arguments of the widget that chooses through whose eyes the desk looks; a link keeps them."""
    role = local_role() or Audience.PUBLIC

    def take(chosen: str | None) -> str:
        return "" if chosen in (None, role.name.lower()) else str(chosen)

    return bound("eyes", min(role, _eyes(role)).name.lower(), take=take)
