"""A language outside a run of Streamlit: for routes and the command line, thread by thread."""

import threading

import pytest

from components import session
from components.text import number, t


def test_what_is_said_within_is_in_the_language_asked_for() -> None:
    with session.speaking("en"):
        assert session.language() == "en"
        assert (t("common.missing"), number(1234.5, decimals=1)) == ("no figure", "1,234.5")
        with session.speaking("de"):
            assert t("common.missing") == "keine Angabe"
        assert t("common.missing") == "no figure"


def test_no_session_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(session.st, "session_state")
    with session.speaking("de"):
        assert session.language() == "de"


def test_an_unknown_language_is_german() -> None:
    with session.speaking("xx"):
        assert session.language() == "de"


def test_threads_do_not_hear_each_other() -> None:
    heard: list[str] = []
    with session.speaking("en"):
        other = threading.Thread(target=lambda: heard.append(session._spoken.get()))
        other.start()
        other.join()
    assert heard == [""]


def test_a_fault_within_takes_the_language_back() -> None:
    with pytest.raises(KeyError), session.speaking("en"):
        raise KeyError
    assert session._spoken.get() == ""
