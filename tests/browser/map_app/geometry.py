"""A synthetic town: areas without gaps, sites in them, some with hostile names."""

import math
from typing import Any

WEST, SOUTH, EAST, NORTH = 13.58, 50.97, 13.95, 51.18
HOSTILE = '{{ 7*7 }}<img src=x onerror="window.hacked=1">${window.hacked=2}`</script>\u2028\'\\"{% raw %}'
CATEGORIES = ("accommodation", "counselling", "kita", "school", "course", "health", "volunteering",
              "meeting_place", "employment")  # fmt: skip


def areas(count: int, *, prefix: str = "") -> dict[str, Any]:
    """A grid of `count` areas with bent edges; the second is called by a hostile name."""
    columns = math.ceil(math.sqrt(count * 1.2))

    def corner(column: int, line: int) -> list[float]:
        bend = 0.3
        x = column + bend * math.sin(3.1 * column + 1.7 * line)
        y = line + bend * math.cos(2.3 * column - 1.9 * line)
        lines = math.ceil(count / columns)
        return [round(WEST + (EAST - WEST) * x / columns, 5), round(SOUTH + (NORTH - SOUTH) * y / lines, 5)]

    features = []
    for position in range(count):
        line, column = divmod(position, columns)
        ring = [
            corner(column, line),
            corner(column + 1, line),
            corner(column + 1, line + 1),
            corner(column, line + 1),
        ]
        features.append({
            "type": "Feature",
            "properties": {
                "id": f"{prefix}{position:04d}",
                "name": HOSTILE if position == 1 else f"{prefix}Gebiet {position}",
            },
            "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
        })  # fmt: skip
    return {"type": "FeatureCollection", "features": features}


def places(count: int) -> list[tuple[float, float]]:
    """Positions spread over the town, the same each time."""
    golden = 0.618033988749895
    return [
        (
            round(WEST + (EAST - WEST) * (0.06 + 0.86 * ((index * golden) % 1)), 5),
            round(SOUTH + (NORTH - SOUTH) * (0.06 + 0.86 * ((index + 0.5) / count)), 5),
        )
        for index in range(count)
    ]


def sites(count: int) -> dict[str, Any]:
    """Sites that anyone may see."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"id": f"kita-{index}", "name": f"Kita {index}", "category": "kita"},
                "geometry": {"type": "Point", "coordinates": place},
            }
            for index, place in enumerate(places(count))
        ],
    }
