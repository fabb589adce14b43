"""Which role a person has who signed in: the town's role file decides, a claim of the provider may fill it in (S5).

The file is TOML, named by ``ATLAS_ROLES``, else ``roles.toml`` in ``ATLAS_DATA``. It is read anew each time somebody
asks, so that a role is gone in every tab as soon as the file says so::

    [people]                      # decide, also to lower what a claim says
    "anna@stadt.de" = "manager"   # an address that the provider has verified
    "https://login.stadt.de 8f3c" = "council"   # or issuer and subject (``iss`` and ``sub``), a blank between

    [claims]                      # for who is not named above
    name = "groups"
    values = { integrationsamt = "manager", rat = "council" }
    max_age_minutes = 480

    [sign_in]
    max_age_minutes = 720

Whatever is unclear lowers: of two entries for one person the lower one counts, and a file that cannot be read makes
everyone the public.
"""

from __future__ import annotations

import logging
import math
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from data.audiences import Audience, Viewer
from data.errors import AtlasError
from data.messages import describe

FILE = "ATLAS_ROLES"
FOLDER = "ATLAS_DATA"
WORKING_DAY = timedelta(hours=8)
"""How old a claim may be at most where the file says nothing."""

LONG_DAY = timedelta(hours=12)
"""How long a sign-in counts where the file says nothing."""

AHEAD = timedelta(minutes=5)
"""By how much the provider's clock may go before ours."""

log = logging.getLogger(__name__)


class RolesDamagedError(AtlasError):
    """The role file cannot be read, or says what it cannot mean."""

    code = "roles_damaged"


@dataclass(frozen=True)
class Roles:
    """What the role file says.

    Attributes:
        people: by verified address in small letters, or by issuer and subject.
        claim: name of the claim that fills a role in, "" where none does.
        values: role by value of that claim.
        claim_age: how long after sign-in the claim counts at most; after its ``exp`` it never does.
        sign_in_age: how long a sign-in counts at all.
        fault: why the file could not be read; then nobody has a role.
    """

    people: Mapping[str, Audience] = field(default_factory=dict)
    claim: str = ""
    values: Mapping[str, Audience] = field(default_factory=dict)
    claim_age: timedelta = WORKING_DAY
    sign_in_age: timedelta = LONG_DAY
    fault: RolesDamagedError | None = None


def read_roles() -> Roles:
    """The role file as it stands now. Never raises: a damaged file is told to the log, and nobody has a role."""
    named = os.environ.get(FILE, "")
    file = Path(named or Path(os.environ.get(FOLDER) or "var") / "roles.toml")
    try:
        content = file.read_bytes()
    except FileNotFoundError as error:
        return _damaged(str(file), str(error.strerror)) if named else Roles()
    except OSError as error:
        return _damaged(str(file), str(error.strerror))
    return _parsed(content, str(file))


def surroundings() -> dict[str, str]:
    """Environment variables by which another process finds the same role file."""
    named, folder = os.environ.get(FILE, ""), os.environ.get(FOLDER) or "var"
    return {FILE: str(Path(named).resolve()) if named else "", FOLDER: str(Path(folder).resolve())}


@lru_cache(maxsize=4)
def _parsed(content: bytes, file: str) -> Roles:
    try:
        return roles_from(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:  # TOML and UTF-8 faults are ValueErrors, too
        return _damaged(file, str(error))


@lru_cache(maxsize=4)  # the same fault is logged once
def _damaged(file: str, reason: str) -> Roles:
    fault = RolesDamagedError(file=file, reason=reason)
    log.error("%s", describe(fault))
    return Roles(fault=fault)


def roles_from(text: str) -> Roles:
    """The content of a role file.

    Raises:
        ValueError: it is no TOML, or has an entry, role or age that does not exist; names the place.
    """
    known = tomllib.loads(text)
    _only(known, "", ("people", "claims", "sign_in"))
    claims, sign_in = _table(known, "claims"), _table(known, "sign_in")
    _only(claims, "claims.", ("name", "values", "max_age_minutes"))
    _only(sign_in, "sign_in.", ("max_age_minutes",))
    claim = claims.get("name", "")
    if not isinstance(claim, str) or bool(claim) != bool(claims.get("values")):
        raise ValueError("claims.name, claims.values")
    people: dict[str, Audience] = {}
    for name, role in _table(known, "people").items():
        audience = _audience(role, f"people.{name}")
        people[_name(name)] = min(audience, people.get(_name(name), audience))
    values = {value: _audience(role, f"claims.values.{value}") for value, role in _table(claims, "values").items()}
    ages = _age(claims, "claims.", WORKING_DAY), _age(sign_in, "sign_in.", LONG_DAY)
    return Roles(people, claim, values, *ages)


def role_of(person: Mapping[str, Any], roles: Roles, now: datetime) -> Audience:
    """The audience of somebody who signed in.

    A person is known by the address that the provider has verified (``email_verified`` is true), and by issuer and
    subject; an address that is not verified is nobody's.

    Args:
        person: claims as the provider gave them at sign-in.
        roles: what the role file says.
        now: present time, with time zone.
    """
    if not is_fresh(person, roles, now):
        return Audience.PUBLIC
    named = [roles.people[name] for name in names_of(person) if name in roles.people]
    if named:
        return min(named)
    expires = _moment(person.get("exp"))
    if not roles.claim or expires is None or expires <= now or _signed_in(person, now) + roles.claim_age <= now:
        return Audience.PUBLIC
    given = person.get(roles.claim)
    values = given if isinstance(given, (list, tuple)) else [given]
    found = [roles.values[value] for value in values if isinstance(value, str) and value in roles.values]
    return max(found, default=Audience.PUBLIC)


def is_fresh(person: Mapping[str, Any], roles: Roles, now: datetime) -> bool:
    """Whether a sign-in still counts, by the time at which the provider said it (``iat``)."""
    return now < _signed_in(person, now) + roles.sign_in_age


def names_of(person: Mapping[str, Any]) -> tuple[str, ...]:
    """Under which names a person may stand in the role file, the best known first."""
    address, issuer, subject = (person.get(name) for name in ("email", "iss", "sub"))
    names = []
    if isinstance(address, str) and "@" in address and " " not in address and person.get("email_verified") is True:
        names.append(_name(address))
    if isinstance(issuer, str) and isinstance(subject, str) and issuer and subject:
        names.append(_name(f"{issuer} {subject}"))
    return tuple(names)


def called(person: Mapping[str, Any]) -> str:
    """How a person is named in the history: the verified address, else the subject with the name that was given."""
    names = names_of(person)
    if not names or " " not in names[0]:
        return names[0] if names else ""
    given = person.get("name")
    return f"{given} ({names[0]})" if isinstance(given, str) and given else names[0]


def present(viewer: Viewer) -> Viewer:
    """The viewer with the role that holds at this moment: perhaps lower than when the viewer was made, never higher.

    Who did not sign in (the desk, the command line) keeps the role.
    """
    if viewer.claims is None:
        return viewer
    role = role_of(viewer.claims, read_roles(), datetime.now(UTC))
    return replace(viewer, audience=min(viewer.audience, role))


def _signed_in(person: Mapping[str, Any], now: datetime) -> datetime:
    """When somebody signed in; long ago where the provider does not say so, or says a time to come."""
    moment = _moment(person.get("iat"))
    long_ago = datetime(1970, 1, 1, tzinfo=UTC)
    return long_ago if moment is None or moment > now + AHEAD else moment


def _moment(seconds: Any) -> datetime | None:
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not math.isfinite(seconds):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def _name(text: str) -> str:
    """Addresses are the same in small and capital letters; a subject is not."""
    return text if " " in text else text.casefold()


def _only(table: Mapping[str, Any], place: str, allowed: tuple[str, ...]) -> None:
    if unknown := sorted(table.keys() - set(allowed)):
        raise ValueError(f"{place}{unknown[0]}")


def _table(known: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = known.get(name, {})
    if not isinstance(found, dict):
        raise ValueError(name)
    return found


def _audience(role: Any, place: str) -> Audience:
    if not isinstance(role, str) or role.upper() not in Audience.__members__:
        raise ValueError(f"{place} = {role!r}")
    return Audience.named(role)


def _age(table: Mapping[str, Any], place: str, default: timedelta) -> timedelta:
    minutes = table.get("max_age_minutes")
    if minutes is None:
        return default
    if isinstance(minutes, bool) or not isinstance(minutes, int) or not 0 < minutes <= 60 * 24 * 30:
        raise ValueError(f"{place}max_age_minutes = {minutes!r}")
    return timedelta(minutes=minutes)
