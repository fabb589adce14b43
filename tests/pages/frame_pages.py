"""The pages that the frame registers, read from its source: running it would need a session."""

import ast
from functools import cache
from pathlib import Path

FRAME = Path(__file__).resolve().parents[2] / "components" / "frame.py"
LISTS = ("MAIN", "MANAGER", "FOOTER")


@cache
def _registered() -> dict[str, dict[str, str]]:
    tree = ast.parse(FRAME.read_text(encoding="utf-8"))
    assigned = [node for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)]
    named = {node.targets[0].id: node.value for node in assigned if isinstance(node.targets[0], ast.Name)}
    return {name: ast.literal_eval(named[name]) for name in LISTS}


def paths() -> dict[str, str]:
    """Name of each page to its address: ``{"map": "/", …}``."""
    return {name: f"/{path}" for listed in _registered().values() for name, path in listed.items()}


def folders() -> dict[str, str]:
    """Name of each page to the folder it stands in, ``public`` or ``manager``."""
    found = _registered()
    return {name: "manager" if listed == "MANAGER" else "public" for listed in LISTS for name in found[listed]}
