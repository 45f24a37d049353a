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
MAX_UPLOAD_BYTES = 201 * MEGABYTE
MAX_HELD_BYTES = 2 * MAX_UPLOAD_BYTES  # of all files together, under way and waiting to be read
MAX_CONCURRENT_UPLOADS = 8  # under way; others wait in a queue
MAX_QUEUE_WAIT_S = 60
_UPLOAD_PATH = re.compile(r"(?:/[^/]+)*/_stcore/upload_file/[^/]+/[^/]+")


def is_upload(scope: Message) -> bool:
    """Tell whether a request brings a file."""
    return scope["method"] == "PUT" and _UPLOAD_PATH.fullmatch(str(scope["path"])) is not None


class UploadSemaphore:
    """
    Places for files that are under way.

    Parameters
    ----------
    held
        Tells how many bytes of files that came the server still holds.
    """

    def __init__(self, count_held_bytes: Callable[[], int]) -> None:
        self._count_held_bytes = count_held_bytes
        self._pending_bytes = 0
        self._semaphore = asyncio.Semaphore(MAX_CONCURRENT_UPLOADS)

    @asynccontextmanager
    async def acquire(self, size_bytes: int) -> AsyncIterator[bool]:
        """
        Take a place for a file, wait for one where all are taken, and give it back.

        Parameters
        ----------
        size_bytes
            Bytes that the file may have.

        Returns
        -------
        found
            False where none came free in time, or memory has no room for the file.
        """
        try:
            await asyncio.wait_for(self._semaphore.acquire(), MAX_QUEUE_WAIT_S)
        except TimeoutError:
            yield False
            return
        room = self._count_held_bytes() + self._pending_bytes + size_bytes <= MAX_HELD_BYTES
        taken = size_bytes if room else 0
        self._pending_bytes += taken
        try:
            yield room
        finally:
            self._pending_bytes -= taken
            self._semaphore.release()
