"""Leichte Sprache: a draft until a person has written it."""

from components import town_text

town_text.show("easy_language")
