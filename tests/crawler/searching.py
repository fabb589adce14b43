"""Finds canaries in whatever was sent."""

from __future__ import annotations

import re
import struct
import threading
from collections.abc import Iterable
from hashlib import sha256

import geopandas as gpd
from shapely.geometry import Point

from tests.crawler.bodies import of_frame, opened
from tests.crawler.canaries import MARK, Planted

GROUPED = rb"(?:[.,' ]|\xc2\xa0|\xe2\x80\xaf)?"
APART = rb"[^0-9]{1,24}"


class Search:
    """What has been found, and where; each body is looked through once.

    Args:
        planted: what to look for.
        crs: metric, in which positions are also looked for.
    """

    def __init__(self, planted: Planted, crs: str) -> None:
        self.found: dict[str, set[str]] = {}
        self.bytes = 0
        self.bodies = 0
        self._seen: dict[bytes, frozenset[str]] = {}
        self._lock = threading.Lock()
        self._marks = set(planted.canaries)
        self._texts = re.compile(MARK.lower().encode() + rb"[0-9a-f]{6}", re.IGNORECASE)
        digits = [mark for mark in planted.canaries if mark.isdigit()]
        grouped = (f"{mark[:-3]}".encode() + GROUPED + mark[-3:].encode() for mark in digits)
        self._numbers = re.compile(rb"(?<![\w.,#%])(" + b"|".join(grouped) + rb")(?:[.,]0+)?(?![\w%])(?![.,]\d)")
        self._points = {mark: _of_point(point, crs) for mark, point in planted.points.items()}

    def body(self, body: bytes, where: str, *, sent: Iterable[str] = ()) -> None:
        """Look through a body of an answer, or anything else in bytes.

        Args:
            body: all of it.
            where: what is said of a finding.
            sent: marks that the crawler itself said; to hear them again tells nothing.
        """
        self._look(body, where, sent, frame=False)

    def frame(self, frame: bytes, where: str, *, sent: Iterable[str] = ()) -> None:
        """Look through a frame of the web socket."""
        self._look(frame, where, sent, frame=True)

    def _look(self, body: bytes, where: str, sent: Iterable[str], *, frame: bool) -> None:
        key = sha256(body).digest()
        with self._lock:
            self.bytes += len(body)
            self.bodies += 1
            marks = self._seen.get(key)
        if marks is None:
            marks = frozenset().union(*(self.marks_in(part) for part in (of_frame(body) if frame else opened(body))))
        with self._lock:
            self._seen[key] = marks
            for mark in marks - set(sent):
                self.found.setdefault(mark, set()).add(where)

    def marks_in(self, part: bytes) -> set[str]:
        """Marks in a text as it stands."""
        marks = {hit.decode().lower() for hit in self._texts.findall(part)}
        marks |= {re.sub(rb"\D", b"", hit).decode() for hit in self._numbers.findall(part)}
        marks |= {mark for mark, pattern in self._points.items() if pattern.search(part)}
        return marks & self._marks


def _of_point(point: Point, crs: str) -> re.Pattern[bytes]:
    """A position to three decimals of a degree, in either order, or to a metre, or as doubles."""
    lon, lat = _degrees(point.x), _degrees(point.y)
    metric = gpd.GeoSeries([point], crs=4326).to_crs(crs).iloc[0]
    again = gpd.GeoSeries([metric], crs=crs).to_crs(4326).iloc[0]
    x, y = (f"{int(value)}".encode() + rb"(?:[.,]\d*)?" for value in (metric.x, metric.y))
    doubles = [struct.pack("<dd", one.x, one.y) for one in (point, again, metric)]
    texts = [lon + APART + lat, lat + APART + lon, x + APART + y]
    return re.compile(b"|".join([*texts, *map(re.escape, doubles)]), re.DOTALL)


def _degrees(value: float) -> bytes:
    """All ways to write a number to three decimals or more."""
    starts = {f"{value:.3f}", str(int(value * 1000) / 1000)}
    return b"(?:" + b"|".join(start.replace(".", "[.,]").encode() for start in sorted(starts)) + rb")\d*"
