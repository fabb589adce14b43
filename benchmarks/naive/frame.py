"""The atlas' own frame and page with the other map in it; run on every rerun."""

import runpy
from pathlib import Path

from benchmarks.naive import area_map
from components import atlas_map

atlas_map.show = area_map.show
runpy.run_path(str(Path(__file__).parents[2] / "components" / "frame.py"))
