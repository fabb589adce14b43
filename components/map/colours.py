"""Colours of the map: one hue in five classes, readable for every kind of colour vision.

Change is drawn from orange (less) over white (no change) to violet (more), never in red against green.

Source: ColorBrewer 2.0, PuBu and PuOr (Cynthia Brewer, Mark Harrower, The Pennsylvania State University; Apache-2.0).
"""

PUBU_5 = ("#f1eef6", "#bdc9e1", "#74a9cf", "#2b8cbe", "#045a8d")
PUOR_FALL = ("#fee0b6", "#f1a340", "#b35806")  # from the least fall to the largest
PUOR_RISE = ("#d8daeb", "#998ec3", "#542788")
PUOR_ZERO = "#f7f7f7"
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


def diverging(classes: int) -> tuple[str, ...]:
    """Colours of up to three classes of fall, no change, and as many of rise.

    >>> diverging(1)
    ('#f1a340', '#f7f7f7', '#998ec3')
    >>> len(diverging(3))
    7
    """
    if not 1 <= classes <= len(PUOR_RISE):
        raise ValueError(f"between one and {len(PUOR_RISE)} classes to a side, got {classes}")
    used = {1: (1,), 2: (0, 2), 3: (0, 1, 2)}[classes]
    return (*(PUOR_FALL[at] for at in reversed(used)), PUOR_ZERO, *(PUOR_RISE[at] for at in used))
