"""The harness sees what it is there to see: each control would go unnoticed without it."""

from collections.abc import Callable

import pytest

from tests.browser.harness import QUIET, Visit, axe_violations, settled

Open = Callable[..., Visit]


@pytest.fixture
def blank(visit: Open) -> Visit:
    """A window on a document of our own, on the server's address."""
    window = visit()
    window.page.goto(window.base + "/_stcore/health")
    return window


FOREIGN = "fetch('https://fonts.example.org/x').then(() => true, () => false)"


def test_a_request_to_a_third_party_is_recorded_and_goes_nowhere(visit: Open) -> None:
    window = visit()
    window.page.goto("about:blank")
    assert not window.page.evaluate(FOREIGN)
    assert window.foreign == ["https://fonts.example.org/x"]


def test_what_the_content_security_policy_stops_is_an_error(blank: Visit) -> None:
    assert not blank.page.evaluate(FOREIGN)
    assert "https://fonts.example.org/x" in blank.errors[0]


def test_a_request_to_the_server_is_nobodys_third_party(blank: Visit) -> None:
    assert blank.page.evaluate("fetch('/_stcore/health').then(answer => answer.ok)")
    assert blank.foreign == []


def test_axe_reports_an_image_without_a_text(blank: Visit) -> None:
    blank.page.evaluate("document.body.innerHTML = '<img src=\"data:,\">'")
    assert any(each.startswith("image-alt (critical)") for each in axe_violations(blank.page))


def test_settled_means_the_script_has_run(visit: Open) -> None:
    page = visit().go("/")
    assert settled(page).get_attribute('[data-testid="stApp"]', "data-test-script-state") == "notRunning"


def test_settled_means_the_server_has_answered(visit: Open) -> None:
    page = visit().go("/")
    assert page.evaluate("0 < atlasWire.sent && atlasWire.sent < atlasWire.heard")
    page.evaluate("atlasWire.sent = performance.now()")
    assert not page.evaluate(QUIET, 0)
    page.evaluate("atlasWire.heard = performance.now()")
    assert page.evaluate(QUIET, 0)
