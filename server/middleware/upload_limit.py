"""
The desk where files are let in: some at a time, and only as many as memory has room for.

A file that was brought stays in memory until it is read and let go, or until whoever brought it
has left. All of them together are bounded here, whoever they belong to.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from server.middleware.response_headers import Message

MEGABYTE = 1024 * 1024
# One file of 200 MB, as .streamlit/config.toml allows, and what a form puts around it.
MOST_BYTES = 201 * MEGABYTE
MOST_HELD = 2 * MOST_BYTES  # of all files together, under way and waiting to be read
MOST_AT_ONCE = 8  # under way; others wait in a queue
LONGEST_QUEUE_S = 60
_ADDRESS = re.compile(r"(?:/[^/]+)*/_stcore/upload_file/[^/]+/[^/]+")


def is_upload(scope: Message) -> bool:
    """Tell whether a request brings a file."""
    return scope["method"] == "PUT" and _ADDRESS.fullmatch(str(scope["path"])) is not None


class Desk:
    """
    Places for files that are under way.

    Parameters
    ----------
    held
        Tells how many bytes of files that came the server still holds.
    """

    def __init__(self, held: Callable[[], int]) -> None:
        self._held = held
        self._coming = 0
        self._places = asyncio.Semaphore(MOST_AT_ONCE)

    @asynccontextmanager
    async def place(self, size: int) -> AsyncIterator[bool]:
        """
        Take a place for a file, wait for one where all are taken, and give it back.

        Parameters
        ----------
        size
            Bytes that the file may have.

        Returns
        -------
        found
            False where none came free in time, or memory has no room for the file.
        """
        try:
            await asyncio.wait_for(self._places.acquire(), LONGEST_QUEUE_S)
        except TimeoutError:
            yield False
            return
        room = self._held() + self._coming + size <= MOST_HELD
        taken = size if room else 0
        self._coming += taken
        try:
            yield room
        finally:
            self._coming -= taken
            self._places.release()
