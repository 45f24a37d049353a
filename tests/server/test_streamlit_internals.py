"""What is used of Streamlit's inside is there, in the version it was written for."""

from __future__ import annotations

import inspect
from importlib.metadata import version

import pytest
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.runtime.secrets import secrets_singleton
from streamlit.runtime.stats import CacheStat
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from server import streamlit_internals as internals
from tests import source_files


def test_the_version_is_the_one_it_was_written_for():
    assert version("streamlit") == internals.STREAMLIT_VERSION
    listed = (source_files.ROOT / "requirements.txt").read_text("utf-8")
    assert f"streamlit=={internals.STREAMLIT_VERSION}" in listed


def test_a_run_has_the_members_that_are_read():
    fields = inspect.get_annotations(ScriptRunContext)
    assert {"session_id", "pages_manager", "uploaded_file_mgr"} <= set(fields)
    manager = PagesManager("main.py")
    assert manager.intended_page_script_hash is None
    assert manager.intended_page_name is None


def test_sessions_and_files_are_removed_by_these_names():
    assert list(inspect.signature(Runtime.close_session).parameters) == ["self", "session_id"]
    removal = inspect.signature(MemoryUploadedFileManager.remove_file)
    assert list(removal.parameters) == ["self", "session_id", "file_id"]


def test_bytes_of_uploaded_files_are_counted():
    manager = MemoryUploadedFileManager("/media")
    manager.add_file("session", UploadedFileRec("id", "a.csv", "text/csv", b"12345"))
    stats = [stat for family in manager.get_stats().values() for stat in family]
    assert [stat.byte_length for stat in stats if isinstance(stat, CacheStat)] == [5]


def test_without_a_run_there_is_nothing_to_show():
    assert internals.current_session_id() == ""
    assert internals.requested_page_name() is None
    assert internals.count_uploaded_bytes() == 0


@pytest.mark.parametrize(
    ("secrets", "settings"),
    [
        ({}, None),
        ({"auth": {}}, None),
        (
            {"auth": {"redirect_uri": "https://a.org/oauth2callback", "client_id": "x"}},
            {"redirect_uri": "https://a.org/oauth2callback", "client_id": "x"},
        ),
    ],
)
def test_settings_of_a_provider_are_read(monkeypatch, secrets, settings):
    monkeypatch.setattr(secrets_singleton, "_secrets", secrets)
    assert internals.read_auth_settings() == settings


def test_the_page_that_screens_are_loaded_into_is_there():
    assert "<script" in internals.INDEX_PAGE.read_text("utf-8")
