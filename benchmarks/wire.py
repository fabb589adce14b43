"""What the server sends to a page: the frames of its web socket, read as Streamlit's messages."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from google.protobuf.message import DecodeError
from playwright.sync_api import Page, WebSocket
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

MAP = "streamlit_folium"


@dataclass
class Wire:
    """Frames received since ``clear``."""

    frames: list[bytes] = field(default_factory=list)

    def listen(self, page: Page) -> Wire:
        """Begin to listen; before the page is opened."""

        def opened(socket: WebSocket) -> None:
            socket.on("framereceived", self.frames_append)

        page.on("websocket", opened)
        return self

    def frames_append(self, frame: str | bytes) -> None:
        """Keep a frame."""
        self.frames.append(frame.encode() if isinstance(frame, str) else frame)

    def clear(self) -> None:
        """Forget what came so far."""
        self.frames.clear()

    @property
    def size(self) -> int:
        """Bytes of all frames, as Streamlit wrote them (before the socket's own compression)."""
        return sum(map(len, self.frames))

    @property
    def map_size(self) -> int:
        """Bytes of the map's own arguments."""
        return sum(map(map_arguments, self.frames))


def message(frame: bytes) -> ForwardMsg | None:
    """The message in a frame, None for anything else."""
    try:
        return ForwardMsg.FromString(frame)
    except DecodeError:
        return None


def map_arguments(frame: bytes) -> int:
    """Bytes of the arguments that a frame carries for st_folium: 0 for other elements and for references."""
    sent = message(frame)
    if sent is None or not sent.HasField("delta") or not sent.delta.HasField("new_element"):
        return 0
    element = sent.delta.new_element
    if not element.HasField("component_instance") or MAP not in element.component_instance.component_name:
        return 0
    special = sum(argument.ByteSize() for argument in element.component_instance.special_args)
    return len(element.component_instance.json_args.encode()) + special


def kind(frame: bytes) -> str:
    """What a frame is: the element or the type of its message."""
    sent = message(frame)
    if sent is None:
        return "unknown"
    kind = sent.WhichOneof("type") or "empty"
    if kind != "delta":
        return str(kind)
    delta = sent.delta
    if delta.HasField("new_element"):
        return str(delta.new_element.WhichOneof("type"))
    return str(delta.WhichOneof("type"))


def by_kind(frames: Iterable[bytes]) -> dict[str, tuple[int, int]]:
    """Number and bytes of frames by kind, the heaviest first."""
    found: dict[str, tuple[int, int]] = {}
    for frame in frames:
        number, size = found.get(kind(frame), (0, 0))
        found[kind(frame)] = (number + 1, size + len(frame))
    return dict(sorted(found.items(), key=lambda item: -item[1][1]))


def arguments(frames: Iterable[bytes]) -> dict[str, int]:
    """Bytes of each argument of the map in the last of its messages."""
    found: dict[str, int] = {}
    for frame in frames:
        if map_arguments(frame):
            sent = message(frame)
            assert sent is not None
            args = json.loads(sent.delta.new_element.component_instance.json_args)
            found = {name: len(json.dumps(value)) for name, value in args.items()}
    return dict(sorted(found.items(), key=lambda item: -item[1]))
