"""
What tests put into a server that they start: a watch on its network, and a clock that stands.

It writes down every host outside this machine that the server itself turns to. And where
`AMPARO_TEST_NOW` names a moment, that is what time it is in every community: screens answer alike
by day and by night. Timeouts of sessions and waits go by another clock, which runs on.

Python imports a module of this name by itself when its folder is on PYTHONPATH, before the app.
Nobody but tests puts it there, and the app knows nothing of it.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime, tzinfo
from importlib.abc import MetaPathFinder
from importlib.util import find_spec
from pathlib import Path

NOTES = Path(os.environ["AMPARO_TEST_HOSTS"])
NOW = os.environ.get("AMPARO_TEST_NOW")
CLOCK_MODULE = "geo.network.daylight"  # tells what time it is in a community
HOST_IS = {
    "socket.connect": lambda words: words[1][0] if isinstance(words[1], tuple) else "",
    "socket.sendto": lambda words: words[1][0] if isinstance(words[1], tuple) else "",
    "socket.getaddrinfo": lambda words: words[0] or "",
    "socket.gethostbyname": lambda words: words[0],
}
HERE = ("127.", "::1", "localhost", "0.0.0.0")


def note(event: str, words: tuple) -> None:
    """Note the host of a call to the network."""
    if event in HOST_IS:
        told = HOST_IS[event](words)
        host = told.decode() if isinstance(told, bytes) else str(told)
        if host and not host.startswith(HERE):
            with NOTES.open("a") as file:
                file.write(f"{event} {host}\n")


class FixedDatetime(datetime):
    """A `datetime` whose `now` is always the moment of the tests."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        return datetime.fromisoformat(NOW).astimezone(tz)

    @classmethod
    def fromisoformat(cls, text: str) -> datetime:
        return datetime.fromisoformat(text)


class ClockFinder(MetaPathFinder):
    """Gives the module of the clock the fixed `datetime` as soon as it is imported."""

    def find_spec(self, name, *_):
        if name != CLOCK_MODULE:
            return None
        sys.meta_path.remove(self)
        spec = find_spec(name)
        execute = spec.loader.exec_module

        def execute_with_clock(module):
            execute(module)
            module.datetime = FixedDatetime

        spec.loader.exec_module = execute_with_clock
        return spec


sys.addaudithook(note)
if NOW:
    sys.meta_path.insert(0, ClockFinder())
