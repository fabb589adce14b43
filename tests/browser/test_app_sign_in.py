"""Signing in against a real provider on this machine: who gets which role, and how it is lost (S5)."""

import json
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from components.session import LANGUAGES
from components.text import known
from data.store import Store
from tests.browser.harness import Server, Visit, free_port, settled
from tests.pages.frame_pages import folders

WIDE = 1920
"""Here the navigation holds every page beside the others; what does not fit folds away."""

ROLES = """
[people]
"anna@stadt.example" = "{anna}"
"rat@stadt.example" = "council"

[claims]
name = "groups"
values = {{ integrationsamt = "manager" }}
"""
PEOPLE = {
    "anna": {"email": "anna@stadt.example", "email_verified": True, "name": "Anna"},
    "ruth": {"email": "rat@stadt.example", "email_verified": True},
    "mallory": {"email": "anna@stadt.example", "email_verified": False},
    "karl": {"email": "karl@stadt.example", "email_verified": True, "groups": ["integrationsamt"]},
    "niemand": {"email": "niemand@stadt.example", "email_verified": True},
}


@dataclass(frozen=True)
class Town:
    """An atlas with sign-in, and the file that says who has which role."""

    server: Server
    roles: Path

    def says(self, anna: str) -> None:
        """Write the role file anew."""
        self.roles.write_text(ROLES.format(anna=anna), encoding="utf-8")


@contextmanager
def provider(folder: Path, *, seconds: int) -> Iterator[str]:
    """An OpenID provider of its own process, whose tokens hold some seconds; its address."""
    port = free_port()
    known = [f"--user-claims={json.dumps({'sub': sub} | about)}" for sub, about in PEOPLE.items()]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", f"--port={port}", *known]
    log = folder / f"provider-{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, f"--token-max-age={seconds}"], stdout=output, stderr=subprocess.STDOUT, cwd=folder
        )
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                try:
                    process.wait(0.1)
                except subprocess.TimeoutExpired:
                    continue
                raise RuntimeError(log.read_text(errors="replace")) from None
        with urllib.request.urlopen(f"{address}/.well-known/openid-configuration", timeout=30) as answer:
            assert json.load(answer)["issuer"] == address
        yield address
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="module")
def towns(
    serving: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[int], Town]]:
    """Atlases that sign in, by how long the provider's tokens hold: `towns(3600)`."""
    made: dict[int, Town] = {}
    folder = tmp_path_factory.mktemp("sign-in")
    with ExitStack() as running:

        def town(seconds: int) -> Town:
            if seconds not in made:
                issuer = running.enter_context(provider(folder, seconds=seconds))
                port, home, roles = free_port(), folder / f"home-{seconds}", folder / f"roles-{seconds}.toml"
                (home / ".streamlit").mkdir(parents=True)
                secrets = {
                    "redirect_uri": f"http://127.0.0.1:{port}/oauth2callback",
                    "cookie_secret": "only-for-this-test-0123456789abcdef",
                    "client_id": "integrationsatlas-test",
                    "client_secret": "only-for-this-test",
                    "server_metadata_url": f"{issuer}/.well-known/openid-configuration",
                }
                lines = [f"{name} = {json.dumps(value)}" for name, value in secrets.items()]
                (home / ".streamlit" / "secrets.toml").write_text("\n".join(["[auth]", *lines, ""]), encoding="utf-8")
                variables = {"HOME": str(home), "ATLAS_ROLES": str(roles)}
                made[seconds] = Town(serving(role=None, port=port, variables=variables), roles)
            made[seconds].says("manager")
            return made[seconds]

        yield town


def sign_in(window: Visit, sub: str) -> Page:
    """Through the button, the provider's page, and back."""
    page = window.go()
    page.get_by_role("button", name="Anmelden").click()
    page.get_by_role("button", name=sub, exact=True).click()
    page.wait_for_url(f"{window.base}/**")
    page.get_by_role("button", name="Abmelden").wait_for()
    return settled(page)


def pages(page: Page) -> bool:
    """Whether the navigation leads to the pages of managers: to all of them or to none, in either language."""
    offered = {link.strip() for link in page.get_by_test_id("stTopNavLink").all_inner_texts()}
    titles = {
        language: {name: known(language)[f"frame.pages.{name}"] for name in folders()} for language in LANGUAGES
    }
    language = next(one for one in LANGUAGES if titles[one]["map"] in offered)
    theirs = {titles[language][name] for name, folder in folders().items() if folder == "manager"}
    assert offered & theirs in (theirs, set())
    return theirs <= offered


def rerun(page: Page) -> Page:
    """Let the script run again, as any click does."""
    page.get_by_role("radio", name="EN").click()
    page.get_by_role("radio", name="EN", checked=True).wait_for()
    return settled(page)


@pytest.mark.parametrize(
    ("sub", "name", "role", "manages"),
    [
        ("anna", "anna@stadt.example", "Verwaltung", True),
        ("karl", "karl@stadt.example", "Verwaltung", True),
        ("ruth", "rat@stadt.example", "Rat", False),
        ("niemand", "niemand@stadt.example", "Öffentlichkeit", False),
        ("mallory", "mallory", "Öffentlichkeit", False),  # an address that the provider has not verified
    ],
)
def test_a_person_gets_exactly_the_role_of_the_file_or_the_claim(
    towns: Callable[[int], Town], visit: Callable[..., Visit], sub: str, name: str, role: str, manages: bool
) -> None:
    window = visit(towns(3600).server, width=WIDE)
    page = sign_in(window, sub)
    told = page.get_by_text("Sie sind angemeldet als").inner_text().replace("\N{WORD JOINER}", "")
    assert name in told
    assert f"({role})" in told
    assert pages(page) == manages
    assert ("keine Rolle zugeordnet" in page.inner_text("body")) == (role == "Öffentlichkeit")


def test_a_claim_is_not_trusted_after_it_has_expired_and_the_file_still_is(
    towns: Callable[[int], Town], visit: Callable[..., Visit]
) -> None:
    town = towns(-60)  # within the tolerance that the sign-in itself allows
    karl = sign_in(visit(town.server, width=WIDE), "karl")
    expect(karl.get_by_text("Sie sind angemeldet als")).to_contain_text("(Öffentlichkeit)")
    assert not pages(karl)
    assert pages(sign_in(visit(town.server, width=WIDE), "anna"))


def test_a_role_taken_away_is_gone_in_both_tabs_at_their_next_run(
    towns: Callable[[int], Town], visit: Callable[..., Visit]
) -> None:
    town = towns(3600)
    window = visit(town.server, width=WIDE)
    first = sign_in(window, "anna")
    second = window.context.new_page()
    second.goto(f"{window.base}/einrichtungen?city=dresden")
    second.get_by_role("heading", name="Einrichtungen").first.wait_for()
    settled(second)
    assert pages(first)
    assert pages(second)
    town.says("council")
    for page in (first, second):
        rerun(page)
        expect(page.get_by_text("Your role has been changed")).to_be_visible()
        assert not pages(page)
    town.roles.write_text("[people", encoding="utf-8")
    page = window.go()
    expect(page.get_by_text("Liste der Rollen lässt sich zurzeit nicht lesen")).to_be_visible()
    assert not pages(page)
    assert "roles-3600.toml" in town.server.log.read_text(errors="replace")


def test_a_page_drawn_for_a_manager_stores_nothing_once_the_role_is_gone(
    towns: Callable[[int], Town], visit: Callable[..., Visit]
) -> None:
    town = towns(3600)
    window = visit(town.server, width=WIDE)
    sign_in(window, "anna")
    store = Store(town.server.data)

    def save(threshold: str) -> None:
        page = window.go("/regeln?city=dresden")
        text = page.get_by_role("textbox").last
        text.fill(text.input_value() + f"\n# {threshold}\n")
        text.press("Control+Enter")
        settled(page)
        if threshold == "later":
            town.says("public")
        page.get_by_role("button", name="Speichern").click()
        settled(page)

    before = store.edition("dresden", "city")
    save("first")
    assert store.edition("dresden", "city") == before + 1  # the control: with the role it is stored
    save("later")
    assert store.edition("dresden", "city") == before + 1
    store.close()


def test_signing_out_leaves_the_public(towns: Callable[[int], Town], visit: Callable[..., Visit]) -> None:
    window = visit(towns(3600).server, width=WIDE)
    page = sign_in(window, "anna")
    page.get_by_role("button", name="Abmelden").click()
    page.get_by_role("button", name="End session").click()  # the provider asks once more
    page.get_by_role("button", name="Anmelden").wait_for()
    assert not pages(settled(page))


def test_without_a_provider_nobody_signs_in_and_everyone_is_the_public(
    serving: Callable[..., Server], visit: Callable[..., Visit], tmp_path: Path
) -> None:
    (tmp_path / "roles.toml").write_text(ROLES.format(anna="manager"), encoding="utf-8")
    variables = {"HOME": str(tmp_path), "ATLAS_ROLES": str(tmp_path / "roles.toml")}
    page = visit(serving(role=None, variables=variables), width=WIDE).go()
    assert page.get_by_role("button", name="Anmelden").count() == 0
    assert not pages(page)
