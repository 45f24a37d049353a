"""Files that were brought do not stay in the server's memory once they have been read."""

from __future__ import annotations

from types import SimpleNamespace

from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from pages.ui import bringing, uploading


def test_a_file_that_is_forgotten_leaves_the_memory(monkeypatch):
    keeper = MemoryUploadedFileManager("/upload")
    for name in ("a", "b"):
        keeper.add_file("she", UploadedFileRec(name, f"{name}.csv", "text/csv", b"1" * 1000))
    run = SimpleNamespace(uploaded_file_mgr=keeper, session_id="she")
    state = {"file_demand_0": SimpleNamespace(file_id="a")}
    monkeypatch.setattr(uploading, "get_script_run_ctx", lambda: run)
    monkeypatch.setattr(uploading, "st", SimpleNamespace(session_state=state))
    monkeypatch.setattr(bringing.Runtime, "exists", lambda: True)
    monkeypatch.setattr(
        bringing.Runtime, "instance", lambda: SimpleNamespace(uploaded_file_mgr=keeper)
    )
    assert bringing.held() == 2000
    uploading.forget("demand")
    assert bringing.held() == 1000
    assert state["uploads:demand"] == 1
    uploading.forget("demand")  # nothing is there any more
    assert bringing.held() == 1000
