"""
All that Amparo uses of Streamlit beyond its public interface, written for one version of it.

Streamlit may change any of this without saying so. Whoever raises the version in requirements.txt
raises `STREAMLIT_VERSION` here, once `tests/server/test_streamlit_internals.py` is green again.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit
from streamlit.auth_util import get_redirect_uri, get_secrets_auth_section
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.secrets import AttrDict
from streamlit.runtime.stats import CacheStat
from streamlit.runtime.uploaded_file_manager import UploadedFile

__all__ = ["StreamlitPage", "UploadedFile"]

STREAMLIT_VERSION = "1.67.0"
# The page that every screen is loaded into; it has inline scripts.
INDEX_PAGE = Path(streamlit.__file__).parent / "static" / "index.html"


def current_session_id() -> str:
    """Give the id of the browser session of this run; empty outside of a run."""
    run = get_script_run_ctx()
    return run.session_id if run else ""


def requested_page_name() -> str | None:
    """Give the path that was typed in the address bar; None where a page of the menu was chosen."""
    run = get_script_run_ctx()
    if run is None or run.pages_manager.intended_page_script_hash:
        return None
    return run.pages_manager.intended_page_name or None


def close_session(session_id: str) -> None:
    """End a browser session on the server, uploaded files included."""
    if Runtime.exists():
        Runtime.instance().close_session(session_id)


def remove_uploaded_file(file: UploadedFile) -> None:
    """Remove an uploaded file of this session from memory."""
    run = get_script_run_ctx()
    manager = run.uploaded_file_mgr if run is not None else None
    if run is not None and isinstance(manager, MemoryUploadedFileManager):
        manager.remove_file(run.session_id, file.file_id)


def count_uploaded_bytes() -> int:
    """Count the bytes of uploaded files of all sessions that are in memory."""
    if not Runtime.exists():
        return 0
    families = Runtime.instance().uploaded_file_mgr.get_stats()
    return sum(
        stat.byte_length
        for stats in families.values()
        for stat in stats
        if isinstance(stat, CacheStat)
    )


def read_auth_settings() -> Mapping[str, Any] | None:
    """
    Read the section `[auth]` of `.streamlit/secrets.toml`.

    Returns
    -------
    settings
        With `redirect_uri` complete; None where there is no such section, empty where it is no
        table.
    """
    section: object = get_secrets_auth_section()  # whatever somebody wrote there
    if not section:
        return None
    if not isinstance(section, AttrDict):
        return {}
    return {**section.to_dict(), "redirect_uri": get_redirect_uri(section)}
