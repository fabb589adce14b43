"""Barrierefreiheit: what is known, and the town's statement."""

from components import town_text

town_text.show("accessibility")
