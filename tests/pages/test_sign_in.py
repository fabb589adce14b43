"""Pages for people who signed in: the role counts for each session apart, and one that is lost is lost at once."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.pages.looking import notices, opened, said
from tests.pages.test_audiences import areas_with, seen, shelters


@pytest.fixture
def roles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A role file with a manager and a member of the council."""
    file = tmp_path / "roles.toml"
    file.write_text('[people]\n"anna@stadt.de" = "manager"\n"rat@stadt.de" = "council"\n')
    monkeypatch.setenv("ATLAS_ROLES", str(file))
    return file


def person(address: str, *, age: int = 60) -> dict[str, object]:
    now = int(datetime.now(UTC).timestamp())
    about = {"iss": "https://login.stadt.de", "sub": address, "email": address, "email_verified": True}
    return {"is_logged_in": True, "iat": now - age, "exp": now + 600, **about}


def keys(at) -> list[str]:
    return [button.key for button in at.button if button.key in ("sign_in", "sign_out")]


@pytest.mark.usefixtures("roles")
def test_two_sessions_of_one_process_share_nothing_that_one_may_not_see(whole):
    hidden = shelters(whole["dresden"])
    area = areas_with(whole["dresden"], hidden.ids)[0]
    expected = {"anna@stadt.de": True, "rat@stadt.de": False, "niemand@stadt.de": False}
    sessions = {}
    for address in (*expected, *reversed(expected)):
        at = sessions[address] = opened("area", user=person(address), city="dresden", area=area)
        assert bool(seen(said(at), hidden.marks)) == expected[address], address
    for address in reversed(expected):
        at = sessions[address].run()
        assert not at.exception
        assert bool(seen(said(at), hidden.marks)) == expected[address], address


def test_a_role_taken_away_between_two_runs_is_gone_and_said(whole, roles):
    hidden = shelters(whole["dresden"])
    area = areas_with(whole["dresden"], hidden.ids)[0]
    tabs = [opened("area", user=person("anna@stadt.de"), city="dresden", area=area) for _ in range(2)]
    assert all(seen(said(at), hidden.marks) for at in tabs)
    roles.write_text('[people]\n"anna@stadt.de" = "public"\n')
    for at in tabs:
        at.run()
        assert seen(said(at), hidden.marks) == []
        assert "Ihre Rolle wurde geändert" in said(at)
        at.run()
        assert "Ihre Rolle wurde geändert" not in said(at)
    roles.write_text("[people")
    assert "Die Liste der Rollen lässt sich zurzeit nicht lesen" in said(tabs[0].run())


@pytest.mark.usefixtures("roles")
def test_a_sign_in_that_is_too_old_is_the_public():
    at = opened(user=person("anna@stadt.de", age=13 * 3600))
    assert "Ihre Anmeldung ist abgelaufen" in said(at)
    assert "Verwaltung" not in said(at)
    assert keys(at) == ["sign_out"]


@pytest.mark.usefixtures("roles")
def test_who_has_not_signed_in_is_asked_to_and_is_the_public():
    at = opened(user=person("anna@stadt.de") | {"is_logged_in": False})
    assert keys(at) == ["sign_in"]
    assert "Sie sind angemeldet" not in said(at)


@pytest.mark.usefixtures("roles")
def test_where_no_provider_is_configured_there_is_no_button():
    assert keys(opened(user={"email": "anna@stadt.de"})) == []
    assert notices(opened(user={})) == []


@pytest.mark.usefixtures("roles")
def test_a_desk_asks_nobody_to_sign_in(desk):
    desk("council")
    at = opened(user=person("anna@stadt.de"))
    assert keys(at) == []
    assert "Verwaltung" not in said(at)
