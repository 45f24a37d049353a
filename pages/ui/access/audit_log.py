"""Audit log: latest lines as text, and verification of the hash chain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st
from babel.dates import format_datetime

from geo.access.visitor import ANONYMOUS
from geo.errors import AuditBrokenError
from geo.store.actor import COMMAND_LINE_ACTOR
from geo.store.audit import AuditLine, read_audit_head, read_audit_lines
from geo.store.audit_verification import verify_audit_log
from pages.ui import state
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_error_message

MAX_LINES_SHOWN = 50  # lines; the command line shows all
ACTOR_LABELS = {COMMAND_LINE_ACTOR: "command", ANONYMOUS: "nobody", "unknown": "unknown"}
DETAIL_FIELDS = (
    "account",
    "audience",
    "before",
    "community",
    "copies",
    "format",
    "history",
    "marks",
)
MORE_DETAIL_FIELDS = (
    "lines",
    "months",
    "role",
    "rows",
    "sessions",
    "situation",
    "version",
    "visits",
    "what",
)


def show_audit_log() -> None:
    """Show the latest lines, and the button that verifies the complete log."""
    display.show_text(state.gettext("audit.about"))
    if st.button(state.gettext("audit.check"), icon=":material/fact_check:", key="check"):
        _verify_log()
    heads = [state.gettext(f"audit.head_{name}") for name in ("when", "who", "what")]
    lines = state.with_store(read_audit_lines, limit=MAX_LINES_SHOWN)
    display.show_table(
        heads,
        [(_format_time(line), format_actor(line.who), _format_action(line)) for line in lines],
    )


def format_actor(actor_name: str) -> str:
    """Return an account's name, or a label for an actor without an account."""
    label = ACTOR_LABELS.get(actor_name)
    return state.gettext(f"audit.who_{label}") if label else actor_name


def _verify_log() -> None:
    broken_lines = state.with_store(verify_audit_log)
    if broken_lines:
        show_error_message(
            AuditBrokenError(faults=", ".join(str(line.number) for line in broken_lines))
        )
    else:
        display.show_text(state.ngettext("audit.intact", state.with_store(read_audit_head).lines))


def _format_time(line: AuditLine) -> str:
    return str(format_datetime(line.at.astimezone(), "short", locale=state.locale()))


def _format_action(line: AuditLine) -> str:
    return state.gettext(f"audit.did.{line.action}", **_action_placeholders(line.details))


def _action_placeholders(details: Mapping[str, Any]) -> dict[str, object]:
    placeholders: dict[str, object] = {
        **dict.fromkeys((*DETAIL_FIELDS, *MORE_DETAIL_FIELDS), ""),
        **details,
    }
    for name in ("role", "before"):
        if isinstance(details.get(name), str):
            placeholders[name] = state.label_for("role", details[name])
    if "situation" in details:
        placeholders["situation"] = state.label_for("situation", details["situation"])
    if "audience" in details:
        placeholders["audience"] = state.label_for("audience", details["audience"])
    return placeholders
