"""Boundaries for small maps: whole units and relative steps, as few signs as a picture of that size needs."""

from __future__ import annotations

import re
from itertools import groupby, pairwise

from components.report.outlines import Outlines

POINT = re.compile(r"(-?[\d.]+) (-?[\d.]+)")


def light(drawn: Outlines) -> Outlines:
    """The same boundaries in whole units and relative steps: a third of the signs, no difference at this size."""
    paths = {area: "".join(map(_ring, path.split("Z")[:-1])) for area, path in drawn.paths.items()}
    return Outlines(paths, drawn.middles, drawn.width, drawn.height, drawn.metres)


def _ring(ring: str) -> str:
    points = [point for point, _ in groupby((round(float(x)), round(float(y))) for x, y in POINT.findall(ring))]
    steps = [f"{x - before[0]} {y - before[1]}" for before, (x, y) in pairwise(points)]
    return f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z".replace(" -", "-") if len(points) > 2 else ""
