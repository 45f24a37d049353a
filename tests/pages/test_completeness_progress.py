"""The matrix of a large community: progress, cancelling, and the result."""

from __future__ import annotations

import threading

from geo.language import gettext
from pages.ui.completeness import completeness_progress

PATIENCE_S = 60.0


def test_a_long_matrix_shows_its_progress_is_cancelled_and_computed_again(visit, monkeypatch):
    go_on = threading.Event()
    measure = completeness_progress.measure_completeness

    def wait_and_measure(view, request, *, progress):
        progress(0.4, "completeness.plans")
        assert go_on.wait(PATIENCE_S)
        return measure(view, request, progress=progress)

    monkeypatch.setattr(completeness_progress, "MAX_IMMEDIATE_SIZE", 0)
    monkeypatch.setattr(completeness_progress, "FIRST_WAIT_S", 0.2)
    monkeypatch.setattr(completeness_progress, "measure_completeness", wait_and_measure)
    visit.open("completeness")
    assert gettext("completeness.plans", "es") in [
        bar.proto.text for bar in visit.at.get("progress")
    ]
    _, first = visit.at.session_state["completeness:running"]
    visit.press("completeness_cancel")
    go_on.set()
    assert first.wait(PATIENCE_S)
    visit.at.run()
    assert gettext("coverage.stopped", "es") in visit.words
    visit.press("completeness_compute")
    if "completeness:running" in visit.at.session_state:
        assert visit.at.session_state["completeness:running"][1].wait(PATIENCE_S)
        visit.at.run()
    assert "El Zapote" in str([one.value for one in visit.at.markdown])
    assert visit.fault is None
