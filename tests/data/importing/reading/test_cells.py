"""Cells of a sheet."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.importing.reading.cells import blank


@given(st.lists(st.text()))
def test_a_cell_is_blank_where_nothing_is_left_of_it_without_its_blanks(cells: list[str]) -> None:
    assert blank(pd.Series(cells, dtype="str")).tolist() == [not cell.strip() for cell in cells]


def test_every_blank_of_every_script_is_one() -> None:
    letters = [chr(code) for code in range(0x110000) if not 0xD800 <= code <= 0xDFFF]
    found = blank(pd.Series(letters, dtype="str"))
    assert [letter for letter, is_blank in zip(letters, found, strict=True) if is_blank] == [
        letter for letter in letters if letter.isspace()
    ]


@pytest.mark.parametrize("parts", [[["", "a"], [" "]], [[], ["a"]]])
def test_cells_that_lie_in_several_pieces_are_looked_at_in_order(parts: list[list[str]]) -> None:
    cells = pd.concat([pd.Series(part, dtype="str") for part in parts], ignore_index=True)
    assert blank(cells).tolist() == [not cell.strip() for part in parts for cell in part]
