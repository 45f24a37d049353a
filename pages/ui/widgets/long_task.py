"""A computation that a visitor starts with a button: its progress, a way to cancel, its result."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Hashable
from functools import partial
from typing import TypeVar, cast

import streamlit as st

from geo.model import ProgressCallback
from geo.privacy.view import View
from pages.ui.shell.computations import Computation, ComputationQueue
from pages.ui.widgets.computation_progress import show_computation

T = TypeVar("T")

FIRST_WAIT_S = 0.5  # a result that is ready by then shows no progress
_VISITOR = "long_task:visitor"

_queue = ComputationQueue(max_concurrent=1)  # they are heavy, and few


def run_on_request(
    view: View, key: Hashable, label: str, compute: Callable[[ProgressCallback], T], *, name: str
) -> T | None:
    """
    Show the button that starts a computation, or its progress; return its result once there is one.

    Parameters
    ----------
    key
        All that the result depends on, besides the view: it is cached with the view.
    label
        Of the button.
    compute
        Reports its progress with keys of texts; runs in a thread.
    name
        Of the widgets; one computation of a name at a time for a visitor.

    Raises
    ------
    AmparoError
        What the computation raised, to the visitor who started it.
    """
    result = cast("T | None", view.cache.find(key))
    if result is not None:
        return result
    slot = f"{name}:running"
    running_key, running = st.session_state.get(slot, (None, None))
    if running is not None and running_key == key:
        if running.is_done:
            st.session_state.pop(slot)
            running.raise_error()
            return cast("T | None", view.cache.find(key))
        show_computation(
            running, _visitor(name), name=name, on_cancel=partial(_cancel, running, name)
        )
    elif st.button(label, key=f"{name}_start", width="stretch"):

        def compute_and_cache(progress: ProgressCallback) -> None:
            view.cache.get_or_compute(key, lambda: compute(progress))

        computation = _queue.join((view, key), _visitor(name), compute_and_cache)
        st.session_state[slot] = (key, computation)
        computation.wait(FIRST_WAIT_S)
        st.rerun()
    return None


def _cancel(computation: Computation, name: str) -> None:
    computation.leave(_visitor(name))
    st.session_state.pop(f"{name}:running", None)


def _visitor(name: str) -> str:
    visitor = st.session_state.setdefault(_VISITOR, uuid.uuid4().hex)
    return f"{visitor} {name}"
