"""A session without a browser: the web socket of Streamlit, spoken as its page does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

PATIENCE = 60
"""Seconds that a run may take."""

MOST = 64 * 2**20


@dataclass
class Run:
    """What came of one run of the script: frames as they came, and as messages."""

    frames: list[bytes] = field(default_factory=list)
    messages: list[ForwardMsg] = field(default_factory=list)

    def elements(self) -> Iterator[tuple[str, Any]]:
        """Type and message of every element and block."""
        for message in self.messages:
            delta = message.delta
            if delta.HasField("new_element"):
                kind = delta.new_element.WhichOneof("type")
                yield kind, getattr(delta.new_element, kind)
            elif delta.HasField("add_block"):
                kind = delta.add_block.WhichOneof("type")
                if kind:
                    yield kind, getattr(delta.add_block, kind)

    @property
    def pages(self) -> dict[str, str]:
        """Path of every page to its hash."""
        found = [message.navigation for message in self.messages if message.HasField("navigation")]
        return {page.url_pathname: page.page_script_hash for page in found[-1].app_pages} if found else {}


class Session:
    """One tab. ``with Session(url) as tab: run = tab.open({"city": "dresden"})``."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._asked = 0
        self._id = ""

    def __enter__(self) -> Session:
        address = self._url.replace("http", "ws", 1) + "/_stcore/stream"
        self._connection = connect(
            address, subprotocols=[Subprotocol("streamlit")], max_size=MOST, compression=None, open_timeout=PATIENCE
        )
        self._socket: ClientConnection = self._connection.__enter__()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._connection.__exit__(None, None, None)

    def open(self, link: dict[str, str], page: str = "", **widgets: Any) -> Run:
        """Run a page with a link.

        Args:
            link: query parameters.
            page: hash of the page, "" for the first.
            widgets: id of a widget to the field of its state and the value, as ``{"$$ID": ("string_value", "x")}``.
        """
        asked = BackMsg()
        state = asked.rerun_script
        state.query_string, state.page_script_hash = urlencode(link), page
        state.context_info.url, state.context_info.locale = self._url, "de-DE"
        state.context_info.timezone = "Europe/Berlin"
        for key, (name, value) in widgets.items():
            widget = state.widget_states.widgets.add(id=key)
            if name == "string_array_value":
                widget.string_array_value.data.extend(value)
            elif name == "trigger_value":
                widget.trigger_value = True
            else:
                setattr(widget, name, value)
        self._socket.send(asked.SerializeToString())
        return self._until(_is_end)

    def file(self, file_id: str) -> Run:
        """Have a download made; the last message says where it is."""
        asked = BackMsg()
        self._asked += 1
        asked.backend_operation_request.request_id = str(self._asked)
        asked.backend_operation_request.session_id = self._id
        asked.backend_operation_request.deferred_file.file_id = file_id
        self._socket.send(asked.SerializeToString())
        return self._until(lambda message: message.WhichOneof("type") == "backend_operation_response")

    def _until(self, ended: Any) -> Run:
        run = Run()
        while True:
            frame = self._socket.recv(timeout=PATIENCE)
            assert isinstance(frame, bytes)
            message = ForwardMsg.FromString(frame)
            run.frames.append(frame)
            run.messages.append(message)
            self._id = message.new_session.initialize.session_id or self._id
            if ended(message):
                return run


def _is_end(message: ForwardMsg) -> bool:
    """Whether a run is over, and no other follows by itself."""
    return (
        message.WhichOneof("type") == "script_finished"
        and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
    )
