"""
What the screens' socket says, without a browser: every byte that one would receive.

It asks as Streamlit's own page does: a run of a screen, by its address, with what the widgets
hold; so it can also ask for what no page offers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect

from geo.access.sessions import SESSION_COOKIE

WITHIN_S = 90
LARGEST = 64 * 2**20
HEAD = re.compile(rb"<h1>(.*?)</h1>")
STREAM = "/_stcore/stream"


@dataclass
class Run:
    """All that one run of a screen sent."""

    messages: list[ForwardMsg] = field(default_factory=list)
    received: list[bytes] = field(default_factory=list)

    @property
    def bytes(self) -> bytes:
        """Everything, as it came."""
        return b"".join(self.received)

    @property
    def title(self) -> str:
        """The question of the screen."""
        heads = HEAD.findall(self.bytes)
        if heads:
            return heads[-1].decode()
        titles = [one.delta.new_element.heading.body for one in self.deltas("heading")]
        return titles[-1] if titles else ""

    @property
    def menu(self) -> set[str]:
        """The screens that are there, by name of their file."""
        pages = [page for one in self.messages for page in one.navigation.app_pages]
        return {page.url_pathname or "" for page in pages}

    @property
    def session(self) -> str:
        """The session's name."""
        told = [one.new_session.initialize.session_id for one in self.messages]
        return next(filter(None, told), "")

    def deltas(self, kind: str) -> Iterator[ForwardMsg]:
        """Give the messages that bring an element of a kind."""
        for one in self.messages:
            if one.WhichOneof("type") == "delta" and one.delta.HasField("new_element") \
                    and one.delta.new_element.WhichOneof("type") == kind:  # fmt: skip
                yield one

    def id_of(self, key: str, kind: str = "button") -> str | None:
        """Find the id of a widget by its key."""
        told = [getattr(one.delta.new_element, kind).id for one in self.deltas(kind)]
        return next((name for name in told if name.endswith(f"-{key}")), None)

    def ids_like(self, kind: str, beginning: str) -> list[str]:
        """Find the ids of widgets whose keys begin alike, each once, in the order they came."""
        told = [getattr(one.delta.new_element, kind).id for one in self.deltas(kind)]
        return list(dict.fromkeys(name for name in told if f"-{beginning}" in name))

    def holds(self, key: str) -> bool:
        """Tell whether a widget or a container of a key came."""
        return re.search(rb"-" + re.escape(key.encode()) + rb"(?![\w-])", self.bytes) is not None

    def drawn(self) -> tuple[list[tuple[str, bytes]], list[tuple[str, bytes]]]:
        """
        Give the parts that were drawn, by their place on the screen.

        Streamlit sends what a run has drawn every few hundredths of a second: what is drawn over
        before that is never sent, nor what is left of a run that another one follows. How fast the
        machine is decides, not what is shown in the end.

        Returns
        -------
        stayed
            Parts that stand on the screen at the end of each run.
        passed
            Parts that were drawn over, and those of runs that ended for another one.
        """
        stayed: list[tuple[str, bytes]] = []
        passed: list[tuple[str, bytes]] = []
        shown: dict[str, bytes] = {}
        for one in self.messages:
            kind = one.WhichOneof("type")
            if kind == "delta":
                place = str(list(one.metadata.delta_path))
                if place in shown:
                    passed.append((place, shown[place]))
                shown[place] = one.delta.SerializeToString(deterministic=True)
            elif kind == "script_finished":
                early = one.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
                (passed if early else stayed).extend(shown.items())
                shown = {}
        return stayed + list(shown.items()), passed

    def stayed(self) -> list[tuple[str, bytes]]:
        """Give the parts that stand on the screen at the end, in the order of their places."""
        return sorted(self.drawn()[0])


@dataclass
class Wire:
    """One socket: one visitor in one tab."""

    socket: ClientConnection
    here: str = ""  # what Streamlit calls the screen that was shown last

    def run(self, page: str = "", query: str = "", *states: WidgetState, fragment: str = "") -> Run:
        """Ask for a screen by its address, and read until it is finished."""
        ask = BackMsg()
        if fragment:  # a part of the screen that is shown already
            ask.rerun_script.fragment_id, ask.rerun_script.page_script_hash = fragment, self.here
        else:
            ask.rerun_script.page_name = page
        ask.rerun_script.query_string = query
        ask.rerun_script.widget_states.widgets.extend(states)
        self.socket.send(ask.SerializeToString())
        return self.read()

    def read(self) -> Run:
        """Read what comes until a run is finished, and the run after it where it asked for one."""
        done = Run()
        while True:
            content = self.socket.recv(WITHIN_S)
            message = ForwardMsg.FromString(content)
            done.received.append(content)
            done.messages.append(message)
            self.here = message.navigation.page_script_hash or self.here
            if message.WhichOneof("type") == "script_finished" \
                    and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:  # fmt: skip
                return done


@contextmanager
def connected(url: str, token: str | None = None, session: str | None = None) -> Iterator[Wire]:
    """
    Connect as a browser does.

    Parameters
    ----------
    token
        Of a visit; None for who has no cookie.
    session
        Of an earlier connection that is asked for again.
    """
    cookies = {} if token is None else {"Cookie": f"{SESSION_COOKIE}={token}"}
    names = ["streamlit", "none"] + ([] if session is None else [session])
    with connect(
        url.replace("http", "ws", 1) + STREAM,
        subprotocols=names,
        additional_headers=cookies,
        origin=url,
        max_size=LARGEST,
    ) as socket:
        yield Wire(socket)


def state(name: str, **value: object) -> WidgetState:
    """Say what a widget holds."""
    made = WidgetState(id=name)
    for kind, said in value.items():
        if kind == "string_array_value":
            made.string_array_value.data.extend(said)
        else:
            setattr(made, kind, said)
    return made
