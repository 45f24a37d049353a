"""Who did what, in words, and whether the log is as it was written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st
from babel.dates import format_datetime

from geo.errors import AuditBrokenError
from geo.store.actor import COMMAND
from geo.store.audit import AuditLine, audit_head, audit_lines
from geo.store.audit_verification import check_audit
from pages.ui import state
from pages.ui.visitor import NOBODY
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_fault

SHOWN = 50  # lines; the command line tells all
NAMED = {COMMAND: "command", NOBODY: "nobody", "unknown": "unknown"}
BLANKS = ("account", "audience", "before", "community", "copies", "format", "history", "marks")
COUNTS = ("lines", "months", "role", "rows", "sessions", "situation", "version", "visits", "what")


def show_log() -> None:
    """Show the latest lines, and offer to check the whole log."""
    display.text(state.say("audit.about"))
    if st.button(state.say("audit.check"), icon=":material/fact_check:", key="check"):
        _check()
    heads = [state.say(f"audit.head_{name}") for name in ("when", "who", "what")]
    lines = audit_lines(state.store(), most=SHOWN)
    display.table(heads, [(_when(line), called(line.who), _what(line)) for line in lines])


def called(who: str) -> str:
    """Call by words whoever has no account; an account has its own name."""
    known = NAMED.get(who)
    return state.say(f"audit.who_{known}") if known else who


def _check() -> None:
    faults = check_audit(state.store())
    if faults:
        show_fault(AuditBrokenError(faults=", ".join(str(fault.number) for fault in faults)))
    else:
        display.text(state.say_plural("audit.whole", audit_head(state.store()).lines))


def _when(line: AuditLine) -> str:
    return str(format_datetime(line.at.astimezone(), "short", locale=state.locale()))


def _what(line: AuditLine) -> str:
    return state.say(f"audit.did.{line.action}", **_blanks(line.details))


def _blanks(details: Mapping[str, Any]) -> dict[str, object]:
    told: dict[str, object] = {**dict.fromkeys((*BLANKS, *COUNTS), ""), **details}
    for name in ("role", "before"):
        if isinstance(details.get(name), str):
            told[name] = state.word("role", details[name])
    if "situation" in details:
        told["situation"] = state.word("situation", details["situation"])
    if "audience" in details:
        told["audience"] = state.word("audience", details["audience"])
    return told
