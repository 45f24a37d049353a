"""
Limits of uploads: right to upload, concurrent requests, total memory of uploaded files.

An uploaded file stays in memory until it is read and discarded, or until its session ends. The
limit applies to the files of all sessions together.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from starlette.concurrency import run_in_threadpool
from starlette.formparsers import MultiPartParser
from starlette.requests import Request

from geo.access.sessions import SESSION_COOKIE
from geo.access.visitor import visitor_from_token
from geo.errors import StoreError
from geo.store import open_store
from server.middleware.response_headers import Message

MEGABYTE = 1024 * 1024
# One file of 200 MB, as .streamlit/config.toml allows, and the overhead of a form.
MAX_UPLOAD_BYTES = 201 * MEGABYTE
MAX_HELD_BYTES = 2 * MAX_UPLOAD_BYTES  # of all files: in transfer, and waiting to be read
MAX_CONCURRENT_UPLOADS = 8  # in transfer; further ones wait in a queue
MAX_QUEUE_WAIT_S = 60
_UPLOAD_PATH = re.compile(r"(?:/[^/]+)*/_stcore/upload_file/[^/]+/[^/]+")


def keep_uploads_in_memory() -> None:
    """
    Let the form parser keep a file in transfer in memory, up to the limit of one upload.

    By itself it writes files above one megabyte to the system's temporary folder, where their
    bytes stay on the disk. While a file is handed on, memory holds it twice.
    """
    MultiPartParser.spool_max_size = MAX_UPLOAD_BYTES


def is_upload(scope: Message) -> bool:
    """Return whether a request uploads a file."""
    return scope["method"] == "PUT" and _UPLOAD_PATH.fullmatch(str(scope["path"])) is not None


async def may_upload(scope: Message) -> bool:
    """Return whether the visitor of a request may open the screen with uploads."""
    return await run_in_threadpool(_token_may_upload, Request(scope).cookies.get(SESSION_COOKIE))


def _token_may_upload(token: str | None) -> bool:
    try:
        return visitor_from_token(open_store(), token).has_permission("screen:setup")
    except StoreError:  # a store that is not open accepts no files
        return False


class UploadSemaphore:
    """
    Semaphore for uploads in transfer, with a memory limit.

    Parameters
    ----------
    count_held_bytes
        Returns the bytes of completed uploads that the server still holds.
    """

    def __init__(self, count_held_bytes: Callable[[], int]) -> None:
        self._count_held_bytes = count_held_bytes
        self._pending_bytes = 0
        self._semaphore = asyncio.Semaphore(MAX_CONCURRENT_UPLOADS)

    @asynccontextmanager
    async def acquire(self, size_bytes: int) -> AsyncIterator[bool]:
        """
        Hold a permit for an upload; wait where all are in use, and release it at the end.

        Parameters
        ----------
        size_bytes
            Largest size of the upload.

        Returns
        -------
        acquired
            False where no permit was released in time, or the file exceeds the memory limit.
        """
        try:
            await asyncio.wait_for(self._semaphore.acquire(), MAX_QUEUE_WAIT_S)
        except TimeoutError:
            yield False
            return
        fits = self._count_held_bytes() + self._pending_bytes + size_bytes <= MAX_HELD_BYTES
        reserved_bytes = size_bytes if fits else 0
        self._pending_bytes += reserved_bytes
        try:
            yield fits
        finally:
            self._pending_bytes -= reserved_bytes
            self._semaphore.release()
