"""Colours of the map: one hue in five classes, readable for every kind of colour vision.

Source: ColorBrewer 2.0, PuBu (Cynthia Brewer, Mark Harrower, The Pennsylvania State University; Apache-2.0).
"""

PUBU_5 = ("#f1eef6", "#bdc9e1", "#74a9cf", "#2b8cbe", "#045a8d")
COUNT = "#0570b0"  # proportional circles
NEUTRAL = "#e6e6e6"  # ground of hatched areas
MISSING_LINE = "#8a8a8a"
DISCREET_LINE = "#4d4d4d"
