"""Rows of imported files that wait, with what is decided on them; and undoing of imports."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Literal

import streamlit as st
from babel.dates import format_timedelta

from geo.access.layer_rights import current_right
from geo.formats.written_numbers import NUMBER_READINGS
from geo.imports.import_questions import format_code
from geo.imports.import_report import RowDoubt
from geo.imports.import_undo import undo_import
from geo.imports.messages import format_doubt
from geo.imports.row_proposals import (
    NO_CORRECTIONS,
    NUMBER_KEY,
    Corrections,
    Decision,
    is_acceptable,
    is_code_doubt,
)
from geo.imports.waiting_rows import (
    WaitingBatch,
    list_visible_batches,
    read_waiting_batches,
    resolve_rows,
)
from geo.imports.waiting_storage import group_doubts
from geo.imports.zone_settling import ZONE_FIELD, ZONE_KEYS, list_zone_choices
from geo.layers.schema import LAYER_SCHEMAS
from geo.model import SEVERITIES, LayerName
from geo.privacy.view import View
from geo.store.import_batches import ImportBatch
from pages.ui import state
from pages.ui.setup import completion_message, unclear_choice
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_error

MAX_UNDONE = 3  # imports that are offered for undoing, the latest first
MAX_NAMES = 3  # names listed of a group of rows


def show_waiting_rows(view: View, layer: LayerName | None) -> None:
    """
    Show the rows that wait, in groups of one doubt, with the decisions on each.

    Parameters
    ----------
    layer
        None shows those of all layers, and those whose layer is not clear.
    """
    slug = view.community.slug
    for waiting in state.with_store(read_waiting_batches, slug):
        if layer in (None, waiting.batch.layer):
            with show_error(), st.container(key=f"waiting_{waiting.batch.id}"):
                _show_batch(slug, waiting, names_layer=layer is None)


def show_undo(view: View, layer: LayerName | None) -> None:
    """Show the latest imports into a layer, or of any, each with a button that undoes it."""
    slug = view.community.slug
    found = {
        (one.file, one.imported_at): one
        for one in state.with_store(list_visible_batches, slug)
        if layer in (None, one.layer) and one.changes and _may_undo(slug, one)
    }
    batches = list(found.values())
    if not batches:
        return
    with st.expander(state.gettext("undo.title")), show_error():
        for batch in batches[:MAX_UNDONE]:
            display.show_text(_format_batch(batch))
            if st.button(state.gettext("undo.do"), key=f"undo_{batch.id}", width="stretch"):
                report = state.with_store(undo_import, slug, batch.id)
                counts = {"removed": report.removed, "restored": report.restored}
                lines = [state.gettext("undo.done", file=report.file, **counts)]
                if report.kept:
                    lines.append(state.ngettext("undo.changed_since", report.kept))
                completion_message.rerun_with_message(lines)


def _may_undo(slug: str, batch: ImportBatch) -> bool:
    return state.with_store(current_right, slug, batch.layer, "delete") == "write"


def _format_batch(batch: ImportBatch) -> str:
    age = batch.imported_at - datetime.now(UTC)
    when = format_timedelta(age, locale=state.locale(), add_direction=True)
    return state.gettext("undo.line", file=batch.file, changes=batch.changes, when=when)


def _show_batch(slug: str, waiting: WaitingBatch, *, names_layer: bool) -> None:
    batch = waiting.batch
    display.show_heading(state.ngettext("waiting.title", batch.waiting, file=batch.file))
    if names_layer:
        display.show_caption(state.gettext(f"import.of_layer.{batch.layer}"))
    doubts = group_doubts(waiting.doubts)
    if any(doubt.proposal for doubt in doubts) and len(doubts) > 1:
        _show_button(slug, batch, "proposal", None, key="all", button_key="waiting.all_proposals")
    acceptable = [one for one in doubts if one.proposal is None and _may_take(waiting, one)]
    if len(acceptable) > 1:
        together = sorted({row for _, rows, _ in acceptable for row in rows})
        _show_button(slug, batch, "take", together, key="all", button_key="waiting.take_all")
    for number, doubt in enumerate(doubts):
        with st.container(key=f"doubt_{batch.id}_{number}", border=True):
            display.show_text(format_doubt(doubt, state.locale()))
            _, rows, _ = doubt
            names = _list_names(waiting, rows)
            if names:
                display.show_caption(names)
            _show_decisions(slug, waiting, doubt, number)


def _list_names(waiting: WaitingBatch, rows: Sequence[int]) -> str:
    if "name" not in waiting.features:
        return ""
    names = [str(one) for one in waiting.features["name"].loc[list(rows)].dropna()]
    return ", ".join(names[:MAX_NAMES]) + ("…" if len(names) > MAX_NAMES else "")


def _show_decisions(slug: str, waiting: WaitingBatch, doubt: RowDoubt, number: int) -> None:
    batch, (_, rows, proposal) = waiting.batch, doubt
    if batch.is_unclear:
        unclear_choice.show_choice(slug, batch, doubt, number, _show_button)
        return
    corrections = _select_corrections(slug, batch, doubt, number)
    is_corrected = corrections != NO_CORRECTIONS
    show = partial(_show_button, slug, batch, rows=rows, key=str(number))
    if is_corrected:
        show("take", button_key="waiting.take_corrected", corrections=corrections)
    elif proposal:
        show("proposal", button_key=f"waiting.{proposal}")
    if not is_corrected and _may_take(waiting, doubt):
        show("take", button_key="waiting.take")
    if is_corrected or proposal != "leave_out":
        show("leave_out", button_key="waiting.leave_out")


def _may_take(waiting: WaitingBatch, doubt: RowDoubt) -> bool:
    _, rows, _ = doubt
    return all(is_acceptable(waiting.doubts[row]) for row in rows)


def _select_corrections(slug: str, batch: ImportBatch, doubt: RowDoubt, number: int) -> Corrections:
    """Show what may be chosen instead of a word, a number or a zone that was not understood."""
    _, key, placeholders = doubt.finding
    column, word = str(placeholders.get("column", "severity")), str(placeholders.get("value", ""))
    # Of what it is about, too: where a group is done, the next one takes its number.
    subject = hashlib.sha256(f"{key}:{column}:{word}".encode()).hexdigest()[:8]
    widget = f"correct_{batch.id}_{subject}_{number}"
    if is_code_doubt((key, placeholders), batch.layer):
        fields = {field.name: field for field in LAYER_SCHEMAS[batch.layer].fields}
        codes = fields[column].codes or tuple(str(one) for one in SEVERITIES)
        chosen = st.selectbox(
            state.gettext("waiting.code" if word else "waiting.code_blank", word=word),
            codes,
            index=None,
            placeholder=state.gettext("ask.choose"),
            format_func=partial(format_code, column, locale=state.locale()),
            key=widget,
        )
        return NO_CORRECTIONS if chosen is None else Corrections(values={column: chosen})
    if key in ZONE_KEYS:
        zones = state.with_store(list_zone_choices, slug, word)
        zone = st.selectbox(
            state.gettext("waiting.zone", word=word),
            list(zones),
            index=None,
            placeholder=state.gettext("ask.choose"),
            format_func=lambda one: zones[one],
            key=widget,
        )
        return NO_CORRECTIONS if zone is None else Corrections(values={ZONE_FIELD: zone})
    if key == NUMBER_KEY:
        reading = st.selectbox(
            state.gettext("ask.numbers", text=word, column=column),
            NUMBER_READINGS,
            index=None,
            placeholder=state.gettext("ask.choose"),
            format_func=lambda one: state.gettext(f"waiting.{one}"),
            key=widget,
        )
        return NO_CORRECTIONS if reading is None else Corrections(numbers=reading)
    return NO_CORRECTIONS


def _show_button(  # noqa: PLR0913 (what is decided, on which rows, and the button's words)
    slug: str,
    batch: ImportBatch,
    decision: Decision,
    rows: Sequence[int] | None,
    *,
    key: str,
    button_key: str,
    corrections: Corrections = NO_CORRECTIONS,
    layer: LayerName | None = None,
) -> None:
    label = state.gettext(button_key)
    kind: Literal["primary", "secondary"] = "primary" if rows is None else "secondary"
    widget = f"{decision}_{batch.id}_{key}"
    if st.button(label, key=widget, type=kind, width="stretch"):
        report = state.with_store(
            resolve_rows, slug, batch.id, rows, decision, corrections=corrections, layer=layer
        )
        counts = [("waiting.taken", report.taken), ("waiting.left", report.left_out),
                  ("import.waiting", report.waiting)]  # fmt: skip
        lines = [state.ngettext(name, len(found)) for name, found in counts if found]
        lines += [state.gettext("import.proposed")] if report.proposed and report.taken else []
        completion_message.rerun_with_message(lines, stays=True)
