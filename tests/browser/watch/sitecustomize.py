"""
Writes down every host outside this machine that the server itself turns to.

Python imports a module of this name by itself when its folder is on PYTHONPATH, before the app.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

NOTES = Path(os.environ["AMPARO_TEST_HOSTS"])
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


sys.addaudithook(note)
