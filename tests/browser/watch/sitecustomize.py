"""
What tests put into a server that they start: a watch on its network, and a clock that stands.

It writes down every host outside this machine that the server itself turns to. And where
`AMPARO_TEST_NOW` names a moment, that is what time it is in every community: screens answer alike
by day and by night. Timeouts of sessions and waits go by another clock, which runs on. Where
`AMPARO_TEST_SIMULATIONS` is a number, hidden services are placed so often in a question on
coverage: how often matters to precision only, and takes most of its time.

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
SIMULATIONS = os.environ.get("AMPARO_TEST_SIMULATIONS")
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


REPLACED: dict[str, tuple[str, object]] = {}  # by module: a name in it, and what it is for tests
if NOW:
    REPLACED["geo.network.daylight"] = "datetime", FixedDatetime  # what time it is in a community
if SIMULATIONS:
    REPLACED["geo.coverage.measurement"] = "SIMULATION_COUNT", int(SIMULATIONS)


class ReplacingFinder(MetaPathFinder):
    """Puts what tests replace into a module as soon as it is imported."""

    def find_spec(self, name, *_):
        if name not in REPLACED:
            return None
        replaced, value = REPLACED.pop(name)
        spec = find_spec(name)
        execute = spec.loader.exec_module

        def execute_and_replace(module):
            execute(module)
            getattr(module, replaced)  # it must be there
            setattr(module, replaced, value)

        spec.loader.exec_module = execute_and_replace
        return spec


sys.addaudithook(note)
if REPLACED:
    sys.meta_path.insert(0, ReplacingFinder())
