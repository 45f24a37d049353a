"""Files on their way to the server, before a screen has them: who may bring them, what is held."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from streamlit.runtime import Runtime
from streamlit.runtime.stats import CacheStat

from geo.access.sessions import SESSION_COOKIE
from geo.errors import StoreError
from pages.ui.visitor import visitor_from_token
from server.middleware.response_headers import Message


def count_held_bytes() -> int:
    """Count the bytes of files that were brought and are still in memory."""
    if not Runtime.exists():
        return 0
    families = Runtime.instance().uploaded_file_mgr.get_stats()
    return sum(
        stat.byte_length
        for stats in families.values()
        for stat in stats
        if isinstance(stat, CacheStat)
    )


async def may_upload(scope: Message) -> bool:
    """Tell whether a request comes from somebody who may open the screen that asks for files."""
    return await run_in_threadpool(_token_may_upload, Request(scope).cookies.get(SESSION_COOKIE))


def _token_may_upload(token: str | None) -> bool:
    try:
        return visitor_from_token(token).has_permission("screen:setup")
    except StoreError:  # a store that is not open takes no files
        return False
