"""Colours of the map: one hue in five classes, readable for every kind of colour vision.

Source: ColorBrewer 2.0, PuBu (Cynthia Brewer, Mark Harrower, The Pennsylvania State University; Apache-2.0).
"""

PUBU_5 = ("#f1eef6", "#bdc9e1", "#74a9cf", "#2b8cbe", "#045a8d")
COUNT = "#0570b0"  # proportional circles
NEUTRAL = "#e6e6e6"  # ground of hatched areas
MISSING_LINE = "#8a8a8a"
DISCREET_LINE = "#4d4d4d"


def sequential(classes: int) -> tuple[str, ...]:
    """Colours of up to five classes, from light to dark; a single class is of middle strength.

    >>> sequential(3)
    ('#f1eef6', '#74a9cf', '#045a8d')
    """
    if not 1 <= classes <= len(PUBU_5):
        raise ValueError(f"between one and {len(PUBU_5)} classes, got {classes}")
    if classes == 1:
        return (PUBU_5[2],)
    return tuple(PUBU_5[round(step * (len(PUBU_5) - 1) / (classes - 1))] for step in range(classes))
