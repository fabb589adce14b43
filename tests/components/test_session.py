"""Choices of one person: what holds while runs overlap, and what a link says afterwards."""

from streamlit.testing.v1 import AppTest


def link(run: AppTest) -> dict[str, str]:
    """What stands in the address bar; AppTest gives what a run wrote as lists."""
    return {name: said if isinstance(said, str) else said[-1] for name, said in run.query_params.items()}


def _overlapping() -> None:
    """A run that shows something else, and the run that a click starts before the first has come to its end."""
    import threading

    from streamlit.runtime.scriptrunner import add_script_run_ctx

    from components import session

    session.begin()
    with session.instead({"city": "duisburg", "service": "kita_under_3"}):
        click = threading.Thread(target=session.put, args=("item", "3"))
        add_script_run_ctx(click)
        click.start()
        click.join()
        session.put("until", "2027-12-31")
    session.finish()


def test_a_click_during_a_view_of_an_agenda_goes_to_the_session() -> None:
    run = AppTest.from_function(_overlapping)
    run.query_params |= {"city": "dresden", "ansicht": "sitzung", "agenda": "rat", "item": "2"}
    run.run()
    assert not run.exception
    assert link(run) == {"city": "dresden", "lang": "de", "ansicht": "sitzung", "agenda": "rat", "item": "3"}


def _ended_early() -> None:
    """A run that ends, at a look into the state, while other choices hold."""
    import streamlit as st

    from components import session

    session.begin()
    if session.get("area"):
        session.put("area", "")
        with session.instead({"city": "duisburg", "area": "07"}):
            st.rerun()
    session.finish()


def test_choices_hold_again_when_a_run_ends_within_others() -> None:
    run = AppTest.from_function(_ended_early)
    run.query_params |= {"city": "dresden", "area": "72"}
    run.run()
    assert not run.exception
    assert link(run) == {"city": "dresden", "lang": "de"}


def _fallen_back() -> None:
    """Names of a view that do not exist any more, told and untold."""
    import streamlit as st

    from components import session

    session.begin()
    for tell in (True, False):
        with session.instead({"level": f"told_{tell}"}, tell=tell):
            session.one_of("level", ["district"], "district")
    st.text(repr(session.notices()))
    session.finish()


def test_only_told_notices_of_other_choices_are_kept() -> None:
    run = AppTest.from_function(_fallen_back).run()
    assert [shown.value for shown in run.text] == ["[('level', 'told_True')]"]
