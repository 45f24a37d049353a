"""Files that were brought do not stay in the server's memory once they have been read."""

from __future__ import annotations

from types import SimpleNamespace

from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from pages.ui.widgets import uploads
from server import streamlit_internals


def test_a_file_that_is_forgotten_leaves_the_memory(monkeypatch):
    keeper = MemoryUploadedFileManager("/upload")
    for name in ("a", "b"):
        keeper.add_file("she", UploadedFileRec(name, f"{name}.csv", "text/csv", b"1" * 1000))
    run = SimpleNamespace(uploaded_file_mgr=keeper, session_id="she")
    state = {"file_demand_0": SimpleNamespace(file_id="a")}
    monkeypatch.setattr(streamlit_internals, "get_script_run_ctx", lambda: run)
    monkeypatch.setattr(uploads, "st", SimpleNamespace(session_state=state))
    monkeypatch.setattr(streamlit_internals.Runtime, "exists", lambda: True)
    monkeypatch.setattr(
        streamlit_internals.Runtime, "instance", lambda: SimpleNamespace(uploaded_file_mgr=keeper)
    )
    assert streamlit_internals.count_uploaded_bytes() == 2000
    uploads.discard_upload("demand")
    assert streamlit_internals.count_uploaded_bytes() == 1000
    assert state["uploads:demand"] == 1
    uploads.discard_upload("demand")  # nothing is there any more
    assert streamlit_internals.count_uploaded_bytes() == 1000
