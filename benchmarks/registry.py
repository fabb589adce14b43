"""The benchmarks there are: every module of this folder that has ``run(context) -> list[Row]``."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path

from benchmarks.context import Context
from benchmarks.rows import Row

Benchmark = Callable[[Context], list[Row]]


def topics() -> dict[str, Benchmark]:
    """Benchmark by the name of its module, in the order of names."""
    found = {}
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if not module.ispkg and not module.name.startswith("_"):
            run = getattr(importlib.import_module(f"benchmarks.{module.name}"), "run", None)
            if run is not None:
                found[module.name] = run
    return found
