"""Whatever a server sends, opened: compressed, packed, encoded, tables and databases, down to texts."""

from __future__ import annotations

import base64
import binascii
import gzip
import html
import io
import re
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pyarrow as pa
import shapely
from google.protobuf.message import Message
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

DEEPEST = 6
BESIDE = ("/Alt", "/ActualText", "/Contents", "/URI", "/A", "/Title", "/Subject", "/Author")
"""What a PDF says beside its pages."""

BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{20,}={0,2}")
ESCAPED = re.compile(rb"\\u([0-9a-fA-F]{4})")


def opened(body: bytes, depth: int = 0) -> Iterator[bytes]:
    """Every reading of a body, itself first."""
    yield body
    if depth < DEEPEST:
        for inner in _inside(body):
            yield from opened(inner, depth + 1)


def of_frame(frame: bytes) -> Iterator[bytes]:
    """Every reading of a frame of the web socket."""
    yield frame
    for value in values(ForwardMsg.FromString(frame)):
        yield from opened(value)


def values(message: Message) -> Iterator[bytes]:
    """Texts and bytes of a message, whatever it holds."""
    for field, value in message.ListFields():
        several = field.is_repeated
        if field.message_type is not None and field.message_type.GetOptions().map_entry:
            yield str(value).encode()
            continue
        for one in value if several else [value]:
            if isinstance(one, Message):
                yield from values(one)
            elif isinstance(one, bytes):
                yield one
            else:
                yield str(one).encode()


def _inside(body: bytes) -> Iterator[bytes]:
    start = body[:16]
    if start.startswith(b"\x1f\x8b"):
        yield gzip.decompress(body)
    elif start.startswith(b"PK\x03\x04"):
        yield from _packed(body)
    elif start.startswith(b"SQLite format 3"):
        yield _database(body)
    elif start.startswith(b"%PDF"):
        yield from _printed(body)
    elif start.startswith((b"\xff\xff\xff\xff", b"ARROW1")):
        yield _table(body)
    elif start.startswith(b"GP") and len(body) > 20:
        yield _point(body)
    else:
        yield from _decoded(body)


def _decoded(body: bytes) -> Iterator[bytes]:
    if body.count(0) * 3 > len(body) > 1:
        yield body.replace(b"\0", b"")  # UTF-16 of letters that need one byte
    if b"%" in body and (found := unquote_to_bytes(body)) != body:
        yield found
    if b"\\u" in body:
        yield ESCAPED.sub(lambda hit: chr(int(hit[1], 16)).encode("utf-8", "surrogatepass"), body)
    if b"&" in body and (text := html.unescape(body.decode("utf-8", "replace")).encode()) != body:
        yield text
    for run in BASE64.findall(body):
        try:
            yield base64.b64decode(run.translate(bytes.maketrans(b"-_", b"+/")).rstrip(b"=") + b"===", validate=False)
        except (binascii.Error, ValueError):
            continue


def _packed(body: bytes) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            for name in packed.namelist():
                yield name.encode()
                yield packed.read(name)
    except (zipfile.BadZipFile, zlib.error):
        return


def _printed(body: bytes) -> Iterator[bytes]:
    """What a PDF says: text as it stands and without the ends of its lines, words beside pictures, links."""
    try:
        file = PdfReader(io.BytesIO(body))
        said = "\n".join(page.extract_text() for page in file.pages)
    except (PyPdfError, ValueError):
        return
    yield said.encode()
    yield re.sub(r"[-\u2010\u00ad]?\s*\n\s*", "", said).encode()
    yield file.trailer["/Root"]["/Metadata"].get_data()
    for number in sorted(file.xref.get(0, {})):
        known = file.get_object(number)
        if isinstance(known, dict):
            yield from (str(known[name]).encode() for name in BESIDE if name in known)


def _database(body: bytes) -> bytes:
    """Every cell of every table, geometries as text."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "found.gpkg"
        file.write_bytes(body)
        lines = []
        with closing(sqlite3.connect(file)) as known:
            names = [name for (name,) in known.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
            for name in names:
                if name.startswith("rtree_"):
                    continue  # SQLite's own index of boxes
                for row in known.execute(f'SELECT * FROM "{name}"'):
                    lines.append("\t".join(map(_cell, row)))
        return "\n".join(lines).encode()


def _cell(value: Any) -> str:
    if isinstance(value, bytes):
        return _point(value).decode() if value.startswith(b"GP") else value.decode("latin-1")
    return str(value)


def _point(body: bytes) -> bytes:
    """A geometry of a GeoPackage as text; only points matter, boundaries are for everyone."""
    envelope = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}.get((body[3] >> 1) & 7, 0)
    try:
        shape = shapely.from_wkb(body[8 + envelope :])
    except shapely.errors.GEOSException:
        return b""
    return f"{shape.x} {shape.y}".encode() if shape is not None and shape.geom_type == "Point" else b""


def _table(body: bytes) -> bytes:
    """Every cell of an Arrow table, and its header."""
    try:
        with pa.ipc.open_stream(body) as stream:
            table = stream.read_all()
    except (pa.ArrowInvalid, OSError):
        return b""
    lines = ["\t".join(table.column_names), str(table.schema.metadata)]
    lines += ["\n".join(str(cell) for cell in column.to_pylist()) for column in table.columns]
    return "\n".join(lines).encode()
