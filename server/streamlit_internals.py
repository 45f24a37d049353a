"""
Adapter for all of Streamlit's private interfaces that Amparo uses, for one pinned version.

Streamlit may change any of this without notice. After raising the version in requirements.txt,
raise `STREAMLIT_VERSION` here once `tests/server/test_streamlit_internals.py` passes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit
import uvicorn.config
from streamlit.auth_util import get_redirect_uri, get_secrets_auth_section
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.secrets import AttrDict
from streamlit.runtime.stats import CacheStat
from streamlit.runtime.uploaded_file_manager import UploadedFile

from server.middleware.response_headers import ASGIApp, Message, Receive, Send

__all__ = ["StreamlitPage", "UploadedFile"]

UVICORN_PROXY_HEADERS = "ProxyHeadersMiddleware"  # name in `uvicorn.config` of what it wraps us in
STREAMLIT_VERSION = "1.67.0"
# HTML page that loads Streamlit's front end; it has inline scripts.
INDEX_PAGE = Path(streamlit.__file__).parent / "static" / "index.html"


def current_session_id() -> str:
    """Return the session id of this run; empty outside of a run."""
    context = get_script_run_ctx()
    return context.session_id if context else ""


def requested_page_name() -> str | None:
    """Return the page path of the URL; None where a page was selected in the menu."""
    context = get_script_run_ctx()
    if context is None or context.pages_manager.intended_page_script_hash:
        return None
    return context.pages_manager.intended_page_name or None


def close_session(session_id: str) -> None:
    """End a Streamlit session, including its uploaded files."""
    if Runtime.exists():
        Runtime.instance().close_session(session_id)


def remove_uploaded_file(file: UploadedFile) -> None:
    """Remove an uploaded file of this session from memory."""
    context = get_script_run_ctx()
    manager = context.uploaded_file_mgr if context is not None else None
    if context is not None and isinstance(manager, MemoryUploadedFileManager):
        manager.remove_file(context.session_id, file.file_id)


def count_uploaded_bytes() -> int:
    """Return the bytes of uploaded files in memory, over all sessions."""
    if not Runtime.exists():
        return 0
    families = Runtime.instance().uploaded_file_mgr.get_stats()
    return sum(
        stat.byte_length
        for stats in families.values()
        for stat in stats
        if isinstance(stat, CacheStat)
    )


class UnchangedClient:
    """
    ASGI middleware in the place of uvicorn's for proxy headers: changes nothing.

    Parameters
    ----------
    app
        The inner ASGI application.
    trusted_hosts
        Ignored.
    """

    def __init__(self, app: ASGIApp, trusted_hosts: object = None) -> None:
        del trusted_hosts
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Handle one request."""
        await self._app(scope, receive, send)


def keep_connection_addresses() -> None:
    """
    Let uvicorn leave the client's address as the connection has it.

    Streamlit starts uvicorn, which by default believes `X-Forwarded-For` of every peer on this
    machine (`FORWARDED_ALLOW_IPS`), and forgets the peer. Uvicorn imports the application before
    it puts this middleware around it, so that a call on import is in time.
    """
    uvicorn.config.__dict__[UVICORN_PROXY_HEADERS] = UnchangedClient


def read_auth_settings() -> Mapping[str, Any] | None:
    """
    Read the section `[auth]` of `.streamlit/secrets.toml`.

    Returns
    -------
    settings
        With the complete `redirect_uri`; None without the section, empty where it is not a table.
    """
    section: object = get_secrets_auth_section()  # may have any type
    if not section:
        return None
    if not isinstance(section, AttrDict):
        return {}
    return {**section.to_dict(), "redirect_uri": get_redirect_uri(section)}
