"""The result that the coverage screen shows: measured at once, or in a thread with progress."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial

import streamlit as st

from geo.coverage.preparation import prepare_coverage
from geo.coverage.records import CoverageRequest, CoverageResult
from geo.model import ProgressCallback
from geo.privacy.view import View
from geo.store.layers import count_features
from pages.ui import cached_results, state
from pages.ui.shell.computations import Computation, ComputationCancelledError, ComputationQueue
from pages.ui.widgets import display
from pages.ui.widgets.computation_progress import show_computation
from pages.ui.widgets.inputs import COVERAGE_CHOICE_KEY

# Demand points and street edges together: up to so many, an answer takes about a second.
MAX_IMMEDIATE_SIZE = 20_000
FIRST_WAIT_S = 0.5  # a screen that is ready by then shows no progress
_VISITOR, _RUNNING, _STOPPED, _LAST_RESULT = (
    f"coverage:{name}" for name in ("visitor", "running", "stopped", "last")
)
# What a visitor has chosen on this screen; cancelling brings the choices of her last answer back.
CHOICE_KEYS = (COVERAGE_CHOICE_KEY, "quiet", "when_coverage")

_queue = ComputationQueue()
_preparations = ComputationQueue(max_concurrent=1)


@dataclass(frozen=True)
class _LastResult:
    key: Hashable
    choices: dict[str, object]


def prepare(view: View) -> None:
    """
    Prepare a large community for questions, beside a visitor who has just opened it.

    It ends although she leaves: the next visitor has it then.
    """
    if _is_large(view):
        _preparations.join((view,), _visitor(), lambda _progress: prepare_coverage(view))


def load_with_progress(
    view: View, request: CoverageRequest, *, safe_only: bool
) -> CoverageResult | None:
    """
    Return the answer to a request, or show the progress of computing it.

    Returns
    -------
    result
        While it is computed, and after it was cancelled, the last answer of this visit; None
        without one.
    """
    key = cached_results.coverage_key(view, request, safe_only=safe_only)
    result = cached_results.find_coverage(view, key)
    if result is None and not _is_large(view):
        result = cached_results.load_coverage(view, request, safe_only=safe_only)
    if result is None and st.session_state.get(_STOPPED) != key:

        def compute(progress: ProgressCallback) -> None:
            cached_results.load_coverage(view, request, safe_only=safe_only, progress=progress)

        computation = _join(view, key, compute)
        if computation.wait(FIRST_WAIT_S):
            result = _collect(view, key, computation)
        else:
            show_computation(
                computation,
                _visitor(),
                name="coverage",
                on_cancel=partial(_cancel, key, computation),
                is_left=lambda: st.session_state.get(_STOPPED) == key,
            )
    if result is not None:
        choices = {name: st.session_state.get(name) for name in CHOICE_KEYS}
        st.session_state[_LAST_RESULT] = _LastResult(key, choices)
        st.session_state.pop(_STOPPED, None)
        return result
    if st.session_state.get(_STOPPED) == key:
        _show_stopped()
    last = st.session_state.get(_LAST_RESULT)
    return None if last is None else cached_results.find_coverage(view, last.key)


def _is_large(view: View) -> bool:
    homes = state.with_store(count_features, view.community.slug).get("demand", 0)
    edges = view.street_counts["edges"] if view.has_streets else 0
    return homes + edges > MAX_IMMEDIATE_SIZE


def _join(view: View, key: Hashable, compute: Callable[[ProgressCallback], object]) -> Computation:
    """
    Wait for a computation; one that has ended is not started again before it is collected.

    One that was cancelled has nothing to collect, as after a phone slept: it is started again.
    """
    running_key, running = st.session_state.get(_RUNNING, (None, None))
    if running is not None and running_key == key and not _was_cancelled(running):
        computation: Computation = running
        computation.keep(_visitor())
        return computation
    computation = _queue.join((view, key), _visitor(), compute)
    st.session_state[_RUNNING] = (key, computation)
    return computation


def _was_cancelled(computation: Computation) -> bool:
    return isinstance(computation.error, ComputationCancelledError)


def _collect(view: View, key: Hashable, computation: Computation) -> CoverageResult | None:
    """Return the result of a computation that has ended, or raise its error."""
    st.session_state.pop(_RUNNING, None)
    if not _was_cancelled(computation):
        computation.raise_error()
    return cached_results.find_coverage(view, key)


def _cancel(key: Hashable, computation: Computation) -> None:
    """Stop waiting, and choose again what the last answer was asked with."""
    computation.leave(_visitor())
    st.session_state.pop(_RUNNING, None)
    st.session_state[_STOPPED] = key
    last = st.session_state.get(_LAST_RESULT)
    if last is not None:
        for name, value in last.choices.items():
            if value is not None:
                st.session_state[name] = value
            elif name == COVERAGE_CHOICE_KEY:
                st.session_state.pop(name, None)


def _show_stopped() -> None:
    display.show_text(state.gettext("coverage.stopped"))
    st.button(
        state.gettext("coverage.compute"),
        key="coverage_compute",
        type="primary",
        width="stretch",
        on_click=lambda: st.session_state.pop(_STOPPED, None),
    )


def _visitor() -> str:
    return str(st.session_state.setdefault(_VISITOR, uuid.uuid4().hex))
