"""The result that the completeness screen shows: computed in a thread, with progress and cancel."""

from __future__ import annotations

import uuid
from collections.abc import Hashable
from functools import partial
from typing import cast

import streamlit as st

from geo.completeness.measurement import find_completeness, measure_completeness
from geo.completeness.moments import find_moments
from geo.completeness.records import CompletenessRequest, CompletenessResult
from geo.model import ProgressCallback, TimeSlot
from geo.pathways.records import SITUATIONS
from geo.privacy.view import View
from geo.store.layers import count_features
from pages.ui import state
from pages.ui.shell.computations import Computation, ComputationCancelledError, ComputationQueue
from pages.ui.widgets import display
from pages.ui.widgets.computation_progress import show_computation

FIRST_WAIT_S = 0.5  # a screen that is ready by then shows no progress
# Homes and street edges together: up to so many, all situations by one light take some seconds.
MAX_IMMEDIATE_SIZE = 3_000
_VISITOR, _RUNNING, _STOPPED = (
    f"completeness:{name}" for name in ("visitor", "running", "stopped")
)

_queue = ComputationQueue()


def load_with_progress(view: View, light: TimeSlot) -> CompletenessResult | None:
    """Return the result for all situations by one light, or show the progress of computing it."""
    request = CompletenessRequest(SITUATIONS, find_moments(view, (light,)))
    result = find_completeness(view, request)
    if result is not None:
        return result
    if not _is_large(view):
        return measure_completeness(view, request)
    if st.session_state.get(_STOPPED) == request:
        _show_stopped()
        return None

    def compute(progress: ProgressCallback) -> None:
        measure_completeness(view, request, progress=progress)

    running_key, running = st.session_state.get(_RUNNING, (None, None))
    if running is None or running_key != request or _was_cancelled(running):
        running = _queue.join((view, request), _visitor(), compute)
        st.session_state[_RUNNING] = (request, running)
    computation = cast("Computation", running)
    computation.keep(_visitor())
    if not computation.wait(FIRST_WAIT_S):
        show_computation(
            computation,
            _visitor(),
            name="completeness",
            on_cancel=partial(_cancel, request, computation),
            is_left=lambda: st.session_state.get(_STOPPED) == request,
        )
        return None
    st.session_state.pop(_RUNNING, None)
    if not _was_cancelled(computation):
        computation.raise_error()
    return find_completeness(view, request)


def _is_large(view: View) -> bool:
    homes = state.with_store(count_features, view.community.slug).get("demand", 0)
    return homes + view.street_counts["edges"] > MAX_IMMEDIATE_SIZE


def _was_cancelled(computation: Computation) -> bool:
    return isinstance(computation.error, ComputationCancelledError)


def _cancel(key: Hashable, computation: Computation) -> None:
    computation.leave(_visitor())
    st.session_state.pop(_RUNNING, None)
    st.session_state[_STOPPED] = key


def _show_stopped() -> None:
    display.show_text(state.gettext("coverage.stopped"))
    st.button(
        state.gettext("coverage.compute"),
        key="completeness_compute",
        type="primary",
        width="stretch",
        on_click=lambda: st.session_state.pop(_STOPPED, None),
    )


def _visitor() -> str:
    return str(st.session_state.setdefault(_VISITOR, uuid.uuid4().hex))
