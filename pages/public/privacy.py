"""Datenschutz: filled by the town, or saying that it is not."""

from components import town_text

town_text.show("privacy")
