"""Who may upload a file, asked before a screen has it."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from geo.access.sessions import SESSION_COOKIE
from geo.access.visitor import visitor_from_token
from geo.errors import StoreError
from geo.store import open_store
from server.middleware.response_headers import Message


async def may_upload(scope: Message) -> bool:
    """Tell whether a request comes from somebody who may open the screen that asks for files."""
    return await run_in_threadpool(_token_may_upload, Request(scope).cookies.get(SESSION_COOKIE))


def _token_may_upload(token: str | None) -> bool:
    try:
        return visitor_from_token(open_store(), token).has_permission("screen:setup")
    except StoreError:  # a store that is not open takes no files
        return False
