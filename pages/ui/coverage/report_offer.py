"""The planning report on the coverage screen: a button, its progress, and then its files."""

from __future__ import annotations

from functools import partial

import streamlit as st

from geo.coverage.records import TravelThreshold
from geo.privacy.view import View
from geo.reports.measuring import make_report_request, measure_report
from geo.reports.writing import REPORT_SUFFIXES, write_report
from pages.ui import state
from pages.ui.widgets import display, downloads
from pages.ui.widgets.errors import show_error
from pages.ui.widgets.long_task import run_on_request


def offer_report(view: View, threshold: TravelThreshold) -> None:
    """Show the button of the report to visitors who may download files."""
    if not downloads.is_export_allowed():
        return
    request = make_report_request(view, threshold)
    key = ("planning_report", request.service_types, threshold, request.day.date())
    with st.expander(state.gettext("coverage.report"), key="report"), show_error():
        display.show_text(state.gettext("coverage.report_about"))
        report = run_on_request(
            view,
            key,
            state.gettext("coverage.report_make"),
            lambda progress: measure_report(view, request, progress=progress),
            name="report",
        )
        if report is not None:
            downloads.offer_file_formats(
                f"{view.community.slug}-report",
                REPORT_SUFFIXES,
                partial(write_report, view, report, locale=state.locale()),
            )
