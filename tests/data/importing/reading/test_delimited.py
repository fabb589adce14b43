"""Every spelling of a CSV file gives the same cells: delimiters, encodings, ends of lines, quotes."""

import csv
import io
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import DataRefusedError, Problem
from data.importing.reading.delimited import is_utf8, read_csv

NAMES = ["id", "Straße", "Größe"]
ROWS = [["007", " Öhringer Straße", '12,5 "m"'], ["08", "zwei\nZeilen", "1.234"]]


def written(rows: list[list[str]], delimiter: str = ";", end: str = "\r\n", quoting: int = csv.QUOTE_MINIMAL) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue()


def refused(content: str | bytes, **asked: tuple[int, int]) -> list[Problem]:
    with pytest.raises(DataRefusedError) as caught:
        read_csv(content.encode() if isinstance(content, str) else content, **asked)
    return list(caught.value.problems)


ENCODINGS = {
    "utf-8": ("utf-8", b"", "utf-8"),
    "UTF-8 with a mark": ("utf-8", b"\xef\xbb\xbf", "utf-8-bom"),
    "UTF-8 with two marks": ("utf-8", b"\xef\xbb\xbf" * 2, "utf-8-bom"),
    "German Windows": ("cp1252", b"", "cp1252"),
    "UTF-16 of Windows": ("utf-16-le", b"\xff\xfe", "utf-16"),
    "UTF-16, high byte first": ("utf-16-be", b"\xfe\xff", "utf-16"),
    "UTF-16 without a mark": ("utf-16-le", b"", "utf-16"),
}


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_cells_are_what_was_written(encoding: str, delimiter: str, end: str) -> None:
    codec, mark, name = ENCODINGS[encoding]
    raw = read_csv(mark + written([NAMES, *ROWS], delimiter, end, csv.QUOTE_ALL).encode(codec))
    assert (raw.encoding, raw.delimiter, raw.header_rows, raw.first_line) == (name, delimiter, (1, 1), 2)
    assert (raw.names, raw.texts.to_numpy().tolist(), raw.notes) == (NAMES, ROWS, ())


CELL = st.text(st.characters(codec="cp1252", exclude_categories=["Cc"]), min_size=1).map(lambda text: f"a{text}b")


@given(
    rows=st.integers(1, 5).flatmap(
        lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), max_size=9)
    ),
    delimiter=st.sampled_from([";", ",", "\t", "|"]),
    encoding=st.sampled_from(sorted(ENCODINGS)),
    end=st.sampled_from(["\r\n", "\n", "\r"]),
)
def test_any_table_reads_back(rows: list[list[str]], delimiter: str, encoding: str, end: str) -> None:
    names = [f"name {number}" for number in range(len(rows[0]) if rows else 1)]
    codec, mark, _ = ENCODINGS[encoding]
    raw = read_csv(mark + written([names, *rows], delimiter, end, csv.QUOTE_ALL).encode(codec))
    assert (raw.names, raw.texts.to_numpy().tolist()) == (names, rows)


def test_excel_may_name_the_delimiter() -> None:
    raw = read_csv(b"sep=,\r\nid,name\r\n1,a;b;c\r\n")
    assert (raw.delimiter, raw.header_rows, raw.first_line) == (",", (2, 2), 3)
    assert raw.texts.to_numpy().tolist() == [["1", "a;b;c"]]


DELIMITERS = {
    "decimal commas are no delimiters": ("a;b\n1,5;2,5\n2,5;3,5\n", ";"),
    "nor those of a single column": ("value\n1,5\n2,5\n", ";"),
    "a title may hold another": ("Einwohner, nach Alter\n\nGebiet;m;w\nWest;1;2\nOst;3;4\n", ";"),
    "texts may hold another": ("id,name\n1,a;b\n2,c;d\n3,e;f\n", ","),
}


@pytest.mark.parametrize("case", DELIMITERS)
def test_the_delimiter_is_the_one_that_splits_the_header(case: str) -> None:
    text, delimiter = DELIMITERS[case]
    assert read_csv(text.encode()).delimiter == delimiter


def test_lines_that_end_early_are_filled_up() -> None:
    raw = read_csv(b"a;b;c\n1\n2;3\n4;5;6\n")
    assert raw.texts.to_numpy().tolist() == [["1", "", ""], ["2", "3", ""], ["4", "5", "6"]]


def test_every_line_too_wide_is_named() -> None:
    narrow = "1;2\n" * 100
    found = refused(f"a;b\n{narrow}1;2;3\n{narrow}1;2;3;4;5\n1;2;\n")
    assert [(each.code, each.row, each.value, each.values) for each in found] == [
        ("row_too_wide", 100, "3", {"expected": 2}),
        ("row_too_wide", 201, "5", {"expected": 2}),
    ]


def test_a_quote_left_open_is_named_with_its_row() -> None:
    found = refused('a;b\n1;2\n3;"vier\n5;6\n')
    assert [(each.code, each.row, each.value) for each in found] == [("quote_open", 1, "vier\n5;6")]


def test_a_quote_within_a_text_is_a_letter() -> None:
    assert read_csv(b'a;b\n1;Rohr 12" lang\n').texts["b"].to_list() == ['Rohr 12" lang']


def test_a_polygon_as_text_may_be_long() -> None:
    shape = f"POLYGON (({'1 2, ' * 100_000}1 2))"
    assert read_csv(f'id;shape\n1;"{shape}"\n'.encode()).texts["shape"].to_list() == [shape]


@pytest.mark.parametrize("content", [b"a,b\n\x00\x81,2\n", b"a\n\x81\n", b"\xff\xfea\x00;"])
def test_bytes_of_no_encoding_are_refused(content: bytes) -> None:
    assert [each.code for each in refused(content)] == ["encoding_unknown"]


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fail_otherwise(content: bytes) -> None:
    with suppress(DataRefusedError):
        read_csv(content)


COUNTS = {
    "berlin/LOR_2021.csv": (542, 10),
    "berlin/berlin-daycare-centers-2026-07-details.csv": (2893, 12),
    "berlin/berlin-lor-population-2020-02-t1-planning-areas.csv": (448, 13),
    "berlin/einwohnerbestand_06-2022_plr.csv": (542, 12),
    "berlin/kitas_per_plr_simple.csv": (542, 4),
    "berlin/mss_2021_easy.csv": (542, 28),
    "berlin/mss_2021_index-indikatoren_z-werte_plr.csv": (542, 15),
    "berlin/mss_2021_k_08_14_15_old_plr.csv": (437, 6),
    "dresden/derived_schulen_sachsen_dresden.csv": (313, 12),
    "dresden/wahlen_1999_2024_wahlbezirk_stadtteil.csv": (12156, 22),
    "duisburg/derived_schulen_duisburg.csv": (149, 10),
    "duisburg/ortsteile.csv": (46, 7),
    "formate/muenchen/map_refugee_initiatives_munich.csv": (50, 5),
    "formate/ulm/coords.csv": (84, 5),
    "zwickau/derived_gemeinden_landkreis_zwickau.csv": (33, 14),
    "zwickau/derived_schulen_landkreis_zwickau.csv": (147, 12),
}


def test_real_files_have_the_rows_that_their_sources_state(sample_data: Path) -> None:
    found = {name: read_csv((sample_data / name).read_bytes()) for name in COUNTS}
    assert {name: raw.texts.shape for name, raw in found.items()} == COUNTS
    assert [name for name, raw in found.items() if raw.notes or raw.header_rows != (1, 1)] == []


WORDS = st.binary(max_size=12) | st.text(max_size=6).map(lambda text: text.encode("utf-8", "surrogatepass"))


@given(st.text(st.characters(codec="utf-8"), max_size=9), WORDS)
def test_what_is_taken_for_utf_8_is_what_a_strict_decoder_takes_for_it(text: str, word: bytes) -> None:
    content = text.encode() + word
    with suppress(UnicodeDecodeError):
        content.decode()
        assert is_utf8(pa.py_buffer(content))
        return
    assert not is_utf8(pa.py_buffer(content))


@pytest.mark.parametrize("content", [b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82", b"\xff"])
def test_half_letters_overlong_ones_and_surrogates_are_no_utf_8(content: bytes) -> None:
    assert not is_utf8(pa.py_buffer(b"Stra" + content))
