"""The planning report on the coverage screen: a button, its progress, and then its files."""

from __future__ import annotations

import uuid
from collections.abc import Hashable
from functools import partial
from typing import cast

import streamlit as st

from geo.coverage.records import TravelThreshold
from geo.model import ProgressCallback
from geo.privacy.view import View
from geo.reports.measuring import make_report_request, measure_report
from geo.reports.records import PlanningReport, ReportRequest
from geo.reports.writing import REPORT_SUFFIXES, write_report
from pages.ui import state
from pages.ui.shell.computations import Computation, ComputationQueue
from pages.ui.widgets import auto_refresh, display, downloads

REFRESH_INTERVAL_S = 1.0
_VISITOR, _RUNNING = "report:visitor", "report:running"

_queue = ComputationQueue(max_concurrent=1)  # it measures all service types: one at a time


def offer_report(view: View, threshold: TravelThreshold) -> None:
    """Show the button of the report to visitors who may download files."""
    if not downloads.is_export_allowed():
        return
    request = make_report_request(view, threshold)
    key = ("planning_report", request.service_types, threshold, request.day.date())
    with st.expander(state.gettext("coverage.report"), key="report"):
        display.show_text(state.gettext("coverage.report_about"))
        report = cast("PlanningReport | None", view.cache.find(key))
        if report is not None:
            downloads.offer_file_formats(
                f"{view.community.slug}-report",
                REPORT_SUFFIXES,
                partial(write_report, view, report, locale=state.locale()),
            )
            return
        running_key, running = st.session_state.get(_RUNNING, (None, None))
        if running is not None and running_key == key:
            _show_progress(running)
        elif st.button(state.gettext("coverage.report_make"), key="report_make", width="stretch"):
            _start(view, request, key)


def _start(view: View, request: ReportRequest, key: Hashable) -> None:
    def compute(progress: ProgressCallback) -> None:
        view.cache.get_or_compute(key, lambda: measure_report(view, request, progress=progress))

    st.session_state[_RUNNING] = (key, _queue.join((view, key), _visitor(), compute))
    st.rerun()


def _show_progress(computation: Computation) -> None:
    def render() -> None:
        if computation.is_done:
            st.session_state.pop(_RUNNING, None)
            computation.raise_error()
            st.rerun()
        computation.keep(_visitor())
        st.progress(max(0.03, computation.share), text=state.gettext(computation.step))
        st.button(
            state.gettext("coverage.cancel"),
            key="report_cancel",
            icon=":material/close:",
            width="stretch",
            on_click=_cancel,
            args=(computation,),
        )

    auto_refresh.run_periodically(render, interval_s=REFRESH_INTERVAL_S)


def _cancel(computation: Computation) -> None:
    computation.leave(_visitor())
    st.session_state.pop(_RUNNING, None)


def _visitor() -> str:
    return str(st.session_state.setdefault(_VISITOR, uuid.uuid4().hex))
