"""Who has which role: person × role file × moment → audience (S5)."""

import logging
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from data.audiences import Audience, Viewer
from data.errors import NotAllowedError
from data.roles import called, present, read_roles, role_of, roles_from
from tests.data.little_city import little_store

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECONDS = int(NOW.timestamp())
FILE = """
[people]
"Anna@stadt.de" = "manager"
"rat@stadt.de" = "council"
"gone@stadt.de" = "public"
"https://login.stadt.de 8f3c" = "council"

[claims]
name = "groups"
values = { integrationsamt = "manager", rat = "council" }
max_age_minutes = 60

[sign_in]
max_age_minutes = 600
"""
ROLES = roles_from(FILE)
HOUR = 3600


def person(address: str = "", **said: Any) -> dict[str, Any]:
    """Somebody who signed in ten minutes ago, for an hour."""
    times = {"iat": SECONDS - 600, "exp": SECONDS + 3000}
    about = {"iss": "https://login.stadt.de", "sub": "1a2b", "email": address, "email_verified": True}
    return about | times | said


@pytest.mark.parametrize(
    ("who", "role"),
    [
        # the file
        (person("anna@stadt.de"), "manager"),
        (person("ANNA@Stadt.De"), "manager"),
        (person("rat@stadt.de"), "council"),
        (person("nobody@stadt.de"), "public"),
        (person(), "public"),
        ({}, "public"),
        (person("anna@stadt.de", email_verified=False), "public"),
        (person("anna@stadt.de", email_verified="true"), "public"),
        (person("anna@stadt.de", email_verified=None), "public"),
        (person("anna@stadt.de", email_verified=1), "public"),
        (person("https://login.stadt.de 8f3c"), "public"),
        (person(["anna@stadt.de"]), "public"),
        (person(sub="8f3c"), "council"),
        (person(sub="8F3C"), "public"),
        (person(sub="8f3c", iss="https://other.de"), "public"),
        (person(sub="8f3c", iss=None), "public"),
        (person("anna@stadt.de", sub="8f3c"), "council"),  # of two entries the lower one
        # the file wins over the claim
        (person("gone@stadt.de", groups=["integrationsamt"]), "public"),
        (person("rat@stadt.de", groups=["integrationsamt"]), "council"),
        (person("anna@stadt.de", groups=["rat"]), "manager"),
        # the claim
        (person("new@stadt.de", groups=["integrationsamt"]), "manager"),
        (person("new@stadt.de", groups="rat"), "council"),
        (person("new@stadt.de", groups=["x", "rat", "integrationsamt"]), "manager"),
        (person("new@stadt.de", groups=["Integrationsamt", "manager"]), "public"),
        (person("new@stadt.de", groups=[["integrationsamt"], None, 7]), "public"),
        (person("new@stadt.de", groups={"integrationsamt": True}), "public"),
        (person("new@stadt.de", roles=["integrationsamt"]), "public"),
        # the claim and time
        (person("new@stadt.de", groups="rat", exp=SECONDS), "public"),
        (person("new@stadt.de", groups="rat", exp=SECONDS + 1), "council"),
        (person("new@stadt.de", groups="rat", exp=None), "public"),
        (person("new@stadt.de", groups="rat", exp=True), "public"),
        (person("new@stadt.de", groups="rat", exp=float("inf")), "public"),
        (person("new@stadt.de", groups="rat", exp="9999999999"), "public"),
        (person("new@stadt.de", groups="rat", exp=1e300), "public"),
        (person("new@stadt.de", groups="rat", iat=SECONDS - HOUR + 1), "council"),
        (person("new@stadt.de", groups="rat", iat=SECONDS - HOUR), "public"),
        (person("new@stadt.de", groups="rat", iat=None), "public"),
        (person("new@stadt.de", groups="rat", iat=SECONDS + 60), "council"),  # the provider's clock goes before
        (person("new@stadt.de", groups="rat", iat=SECONDS + 400), "public"),
        # the file and time
        (person("anna@stadt.de", exp=SECONDS - 1), "manager"),
        (person("anna@stadt.de", iat=SECONDS - 10 * HOUR + 1), "manager"),
        (person("anna@stadt.de", iat=SECONDS - 10 * HOUR), "public"),
        (person("anna@stadt.de", iat=None), "public"),
    ],
)
def test_a_person_has_exactly_this_role(who: dict[str, Any], role: str) -> None:
    assert role_of(who, ROLES, NOW) == Audience.named(role)


@pytest.mark.parametrize(
    "text",
    [
        "[people",
        '[people]\n"a@b.de" = "admin"',
        '[people]\n"a@b.de" = 2',
        '[people]\n"a@b.de" = ["manager"]',
        'people = "manager"',
        '[person]\n"a@b.de" = "manager"',
        '[claims]\nname = "groups"',
        '[claims]\nvalues = { a = "manager" }',
        '[claims]\nname = "groups"\nvalues = { a = "boss" }',
        '[claims]\nname = 7\nvalues = { a = "council" }',
        '[claims]\nname = "groups"\nvalues = { a = "council" }\nmax_age_minutes = 0',
        '[claims]\nname = "groups"\nvalues = { a = "council" }\nmax_age_minutes = "8h"',
        "[sign_in]\nmax_age_minutes = true",
        "[sign_in]\nmax_age_minutes = 10000000",
        "[sign_in]\nhours = 8",
        '[people]\n"a@b.de" = "manager"\n"a@b.de" = "public"',
        "\N{NULL}",
        "x = " + "[" * 100_000,
    ],
)
def test_a_damaged_file_leaves_everyone_the_public(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "roles.toml"
    file.write_text('[people]\n"anna@stadt.de" = "manager"\n')
    monkeypatch.setenv("ATLAS_ROLES", str(file))
    assert role_of(person("anna@stadt.de"), read_roles(), NOW) == Audience.MANAGER
    file.write_text(text)
    with caplog.at_level(logging.ERROR):
        roles = read_roles()
        read_roles()
    assert role_of(person("anna@stadt.de", groups=["integrationsamt"]), roles, NOW) == Audience.PUBLIC
    assert roles.fault is not None
    assert [record.getMessage() for record in caplog.records if str(file) in record.getMessage()]
    assert len(caplog.records) == 1  # one line, however often it is read


def test_bytes_that_are_no_text_are_a_damaged_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "roles.toml"
    file.write_bytes('[people]\n"käthe@stadt.de" = "manager"\n'.encode("cp1252"))
    monkeypatch.setenv("ATLAS_ROLES", str(file))
    assert read_roles().fault is not None


def test_a_named_file_must_be_there_and_the_usual_one_need_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATLAS_DATA", str(tmp_path))
    monkeypatch.delenv("ATLAS_ROLES", raising=False)
    assert (read_roles().fault, read_roles().people) == (None, {})
    (tmp_path / "roles.toml").write_text(FILE)
    assert len(read_roles().people) == 4
    monkeypatch.setenv("ATLAS_ROLES", str(tmp_path / "none.toml"))
    assert read_roles().fault is not None
    monkeypatch.setenv("ATLAS_ROLES", str(tmp_path))  # a folder
    assert read_roles().fault is not None


def test_a_change_of_the_same_length_at_the_same_moment_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "roles.toml"
    monkeypatch.setenv("ATLAS_ROLES", str(file))
    for role in ("manager", "council", "manager"):
        file.write_text(f'[people]\n"anna@stadt.de" = "{role}"\n')
        os.utime(file, ns=(1, 1))
        assert role_of(person("anna@stadt.de"), read_roles(), NOW) == Audience.named(role)


@pytest.mark.parametrize(
    ("who", "name"),
    [
        (person("Anna@stadt.de", name="Chef"), "anna@stadt.de"),
        (person("anna@stadt.de", email_verified=False, name="Anna"), "Anna (https://login.stadt.de 1a2b)"),
        (person(), "https://login.stadt.de 1a2b"),
        ({}, ""),
    ],
)
def test_the_history_names_a_person_by_what_is_sure(who: dict[str, Any], name: str) -> None:
    assert called(who) == name


@pytest.fixture
def anna(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Viewer]:
    """A role file with one manager, and that manager, signed in just now."""
    file = tmp_path / "roles.toml"
    file.write_text('[people]\n"anna@stadt.de" = "manager"\n')
    monkeypatch.setenv("ATLAS_ROLES", str(file))
    now = int(datetime.now(UTC).timestamp())
    return file, Viewer(Audience.MANAGER, "anna@stadt.de", person("anna@stadt.de", iat=now, exp=now + 600))


def test_a_viewer_made_earlier_loses_the_role_but_never_gains_one(anna: tuple[Path, Viewer]) -> None:
    file, viewer = anna
    assert present(viewer) == viewer
    council = Viewer(Audience.COUNCIL, viewer.name, viewer.claims)
    assert present(council).audience == Audience.COUNCIL
    file.write_text('[people]\n"anna@stadt.de" = "council"\n')
    assert present(viewer).audience == Audience.COUNCIL
    file.unlink()
    assert present(viewer).audience == Audience.PUBLIC
    assert present(Viewer(Audience.MANAGER, "desk")).audience == Audience.MANAGER


def test_the_store_asks_again_before_it_begins_and_before_it_keeps(anna: tuple[Path, Viewer], tmp_path: Path) -> None:
    file, viewer = anna
    store = little_store(tmp_path / "var")
    with store.change("klein", viewer=viewer, action="edit") as change:
        change.write("offers", change.read("offers").iloc[1:])
    assert store.edition("klein", "offers") == 2
    assert store.history("klein", viewer=viewer)[0].actor == "anna@stadt.de"

    with pytest.raises(NotAllowedError), store.change("klein", viewer=viewer, action="edit") as change:  # noqa: PT012
        change.write("offers", change.read("offers").iloc[1:])
        file.write_text('[people]\n"anna@stadt.de" = "council"\n')  # while the transaction is open
    assert store.edition("klein", "offers") == 2
    with pytest.raises(NotAllowedError), store.change("klein", viewer=viewer, action="edit"):
        raise AssertionError("the change must not begin")
    with pytest.raises(NotAllowedError):
        store.undo("klein", "offers", 2, viewer=viewer)
    with pytest.raises(NotAllowedError):
        store.history("klein", viewer=viewer)
    assert "shelter" not in set(store.read("klein", "sites", viewer=viewer, exact=True)["site_id"])
    store.close()
