"""A visitor without a browser: one session of the map page, over the web socket, in Streamlit's own messages."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from types import TracebackType

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.wire import message

PATIENCE = 60.0
"""Seconds to wait for a run to end."""

LARGEST = 64 * 2**20


@dataclass
class Visitor:
    """One session; ``async with`` opens and closes it.

    Attributes:
        url: of the server, ``http://…``.
        milliseconds: from each request to the end of its run.
        sizes: bytes received in each run.
        errors: exceptions that a run showed, and runs that did not end well.
    """

    url: str
    milliseconds: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    _socket: ClientConnection | None = None
    _page: str = ""

    async def __aenter__(self) -> Visitor:
        address = self.url.replace("http", "ws", 1) + "/_stcore/stream"
        self._socket = await connect(address, subprotocols=["streamlit"], max_size=LARGEST, ping_timeout=None)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._socket is not None
        await self._socket.close()

    async def look(self, query: str) -> None:
        """Ask for the map page at a link, and wait until its run has ended."""
        assert self._socket is not None
        state = ClientState(query_string=query, page_script_hash=self._page)
        asked = BackMsg(rerun_script=state)
        began = time.perf_counter()
        await self._socket.send(asked.SerializeToString())
        size = 0
        while True:
            frame = await self._socket.recv(decode=False)
            size += len(frame)
            sent = message(frame)
            if sent is None:
                self.errors.append("a frame that is no message")
            elif self._ended(sent):
                break
        self.milliseconds.append(1000 * (time.perf_counter() - began))
        self.sizes.append(size)

    def _ended(self, sent: ForwardMsg) -> bool:
        kind = sent.WhichOneof("type")
        if kind == "new_session":
            self._page = sent.new_session.page_script_hash
        if kind == "delta" and sent.delta.HasField("new_element"):
            element = sent.delta.new_element
            if element.WhichOneof("type") in ("exception", "alert") and self._is_error(element):
                self.errors.append(str(element)[:200])
        if kind != "script_finished":
            return False
        if sent.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
            self.errors.append(ForwardMsg.ScriptFinishedStatus.Name(sent.script_finished))
        return True

    @staticmethod
    def _is_error(element: object) -> bool:
        return element.HasField("exception") or element.alert.format == element.alert.ERROR  # type: ignore[attr-defined]
