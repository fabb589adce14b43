"""However a canary is written, it is found; what only looks like one is not."""

import base64
import gzip
import html
import io
import json
import struct
import zipfile
from urllib.parse import quote

import pyarrow as pa
import pytest
import typst
from shapely.geometry import Point
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.crawler.canaries import Canary, Planted
from tests.crawler.searching import Search

TEXT, NUMBER, POINT = "kanarie7f3a91", "79193", "13.7654321 51.0123456"
NAME = "Kanarie7f3a91 & „Söhne“"


def found(body: bytes, *, frame: bool = False) -> set[str]:
    marks = (TEXT, NUMBER, POINT)
    planted = Planted({mark: Canary(mark, mark) for mark in marks}, {POINT: Point(13.7654321, 51.0123456)})
    search = Search(planted, "EPSG:25833")
    (search.frame if frame else search.body)(body, "here")
    return set(search.found)


def packed(body: bytes) -> bytes:
    with zipfile.ZipFile(file := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.xml", body)
    return file.getvalue()


def arrow() -> bytes:
    table = pa.table({"name": [NAME], "capacity": [79193]})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return sink.getvalue().to_pybytes()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(NAME.encode(), id="utf-8"),
        pytest.param(NAME.encode("utf-16"), id="utf-16"),
        pytest.param(NAME.upper().encode(), id="capitals"),
        pytest.param(json.dumps({"a": NAME}).encode(), id="json"),
        pytest.param("".join(f"\\u{ord(sign):04x}" for sign in NAME).encode(), id="json, every sign escaped"),
        pytest.param(quote(NAME).encode(), id="percent"),
        pytest.param("".join(f"%{ord(sign):02X}" for sign in TEXT).encode(), id="percent, every sign escaped"),
        pytest.param(html.escape(NAME).encode(), id="html"),
        pytest.param("".join(f"&#{ord(sign)};" for sign in NAME).encode(), id="html, every sign escaped"),
        *(pytest.param(base64.b64encode(b"x" * n + NAME.encode()), id=f"base64 {n}") for n in range(3)),
        pytest.param(base64.urlsafe_b64encode(NAME.encode() + b"\xff\xfe\xfb"), id="base64 of addresses"),
        pytest.param(gzip.compress(NAME.encode()), id="gzip"),
        pytest.param(packed(NAME.encode()), id="zip"),
        pytest.param(base64.b64encode(gzip.compress(NAME.encode())), id="gzip in base64"),
    ],
)
def test_a_name_is_found_however_it_is_written(body: bytes) -> None:
    assert TEXT in found(body)
    assert TEXT in found(b"before " + body) or body[:2] in (b"\x1f\x8b", b"PK")


@pytest.mark.parametrize("text", ["79193", "79.193", "79,193", "79\u202f193", "79193.0", "79193 Plätze", '"79193"'])
def test_a_number_is_found_where_it_stands_alone(text: str) -> None:
    assert found(text.encode()) == {NUMBER}


@pytest.mark.parametrize("text", ["791930", "179193", "0.79193", "79.1935", "a79193", "79193b", "#79193", "79193%"])
def test_a_number_inside_another_is_none(text: str) -> None:
    assert found(text.encode()) == set()


@pytest.mark.parametrize(
    "text",
    [
        *("13.7654321,51.0123456", "[51.0123, 13.7654]", "13.765 51.012", "POINT (13.76543 51.01235)"),
        *('{"lon": 13.76543, "lat": 51.01235}', "13,765;51,012"),
    ],
)
def test_a_position_is_found_to_a_hundred_metres(text: str) -> None:
    assert found(text.encode()) == {POINT}


@pytest.mark.parametrize("text", ["13.7654321", "51.0123", "13.7644,51.0123", "13.7654,51.0133", "13.8 51.0"])
def test_another_position_is_none(text: str) -> None:
    assert found(text.encode()) == set()


def test_a_position_is_found_in_binary_geometry() -> None:
    assert found(b"\0\1" + struct.pack("<dd", 13.7654321, 51.0123456)) == {POINT}


def test_cells_of_a_table_in_a_frame_are_found() -> None:
    message = ForwardMsg()
    message.delta.new_element.dataframe.arrow_data.data = arrow()
    assert found(message.SerializeToString(), frame=True) == {TEXT, NUMBER}


def printed(text: str) -> bytes:
    """A PDF with a text that ends in the middle of a line, and with its alternative."""
    source = f'#set page(width: 4cm)\n#set document(title: "x")\n= Kopf\n#{json.dumps(text)}'
    return bytes(typst.compile(source.encode(), pdf_standards="ua-1"))


@pytest.mark.parametrize("before", ["", "Hier steht ein langes Wort und danach ", "xxxxxxxxxxxx"])
def test_text_on_paper_is_found_also_where_a_line_ends(before: str) -> None:
    assert found(printed(f"{before}{NAME} 79193")) == {TEXT, NUMBER}


def test_what_the_crawler_said_itself_is_not_counted() -> None:
    planted = Planted({TEXT: Canary(TEXT, TEXT)}, {})
    search = Search(planted, "EPSG:25833")
    search.body(NAME.encode(), "an echo", sent=[TEXT])
    assert search.found == {}
    search.body(NAME.encode(), "no echo")
    assert search.found == {TEXT: {"no echo"}}
