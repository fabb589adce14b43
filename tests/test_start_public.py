"""`make run-public`: the public side gets the file and nothing that leads inside; compose keeps the sides apart."""

from pathlib import Path

import pytest

from tools import environment, start_public

COMPOSE = (environment.ROOT / "compose.yaml").read_text(encoding="utf-8")


def test_the_server_gets_the_file_alone(tmp_path: Path) -> None:
    given = {"PATH": "/bin", "ATLAS_DATA": "/inside", "ATLAS_LOCAL_ROLE": "manager", "ATLAS_DATABASE": "x"}
    assert start_public.variables(given, tmp_path / "a.sqlite") == {
        "PATH": "/bin",
        "ATLAS_PUBLIC": str(tmp_path / "a.sqlite"),
    }


@pytest.mark.parametrize("arguments", [[], [""], ["/no/such/file.sqlite"]])
def test_without_a_file_it_says_how_to_make_one(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        start_public.main(arguments)
    assert left.value.code == 2
    assert "make run-public FILE=var/public.sqlite" in capsys.readouterr().err


def _service(name: str) -> str:
    return COMPOSE.split(f"\n  {name}:\n")[1].split("\n\n")[0]


def test_the_two_sides_share_no_user_no_network_and_no_data() -> None:
    inside, public = _service("atlas"), _service("public")
    assert 'user: "10001:10001"' in inside
    assert 'user: "10002:10002"' in public
    assert "- data:/data" in inside
    assert "data:/data" not in public
    assert "- public:/public:ro" in public
    assert ("networks: [inside]" in inside, "networks: [outside]" in public) == (True, True)


def test_the_proxy_keeps_a_person_with_one_process() -> None:
    caddy = (environment.ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    assert caddy.count("lb_policy cookie") == 2
    assert "{$ATLAS_HOST}" in caddy
    assert "{$ATLAS_PUBLIC_HOST}" in caddy
