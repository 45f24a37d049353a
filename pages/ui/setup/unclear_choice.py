"""The choice of what rows are whose layer is not clear, for a group of them at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from geo.imports.import_questions import format_code
from geo.imports.import_report import RowDoubt
from geo.imports.row_proposals import Corrections
from geo.imports.unclear_rows import MEANING_KEY
from geo.layers.layer_words import TYPE_FIELDS
from geo.layers.schema import LAYER_SCHEMAS
from geo.model import LAYER_NAMES, SEVERITIES
from geo.store.import_batches import ImportBatch
from pages.ui import state


def show_choice(
    slug: str,
    batch: ImportBatch,
    doubt: RowDoubt,
    number: int,
    show_button: Callable[..., None],
) -> None:
    """Show the layers that rows may be of, with their type, and the buttons that decide."""
    finding, rows, _ = doubt
    if finding.key != MEANING_KEY:  # what else was found is told, and decided with it
        return
    key = f"unclear_{batch.id}_{number}"
    layer = st.selectbox(
        state.gettext("meaning.what"),
        LAYER_NAMES,
        index=_find_only_option(str(finding.placeholders.get("options", ""))),
        placeholder=state.gettext("ask.choose"),
        format_func=lambda one: state.gettext(f"meaning.layer.{one}"),
        key=key,
    )
    if layer is not None:
        values = {}
        fields = {one.name: one for one in LAYER_SCHEMAS[layer].fields}
        for name in (TYPE_FIELDS.get(layer), "severity"):
            if name is None or name not in fields:
                continue
            chosen = st.selectbox(
                state.gettext(f"meaning.{name}"),
                fields[name].codes or tuple(str(one) for one in SEVERITIES),
                index=None,
                placeholder=state.gettext("meaning.by_row"),
                format_func=partial(format_code, name, locale=state.locale()),
                key=f"{key}_{layer}_{name}",
            )
            if chosen is not None:
                values[name] = chosen
        show_button(
            slug,
            batch,
            "take",
            rows,
            key=str(number),
            button_key="waiting.take_corrected",
            corrections=Corrections(values=values),
            layer=layer,
        )
    show_button(slug, batch, "leave_out", rows, key=str(number), button_key="waiting.leave_out")


def _find_only_option(options: str) -> int | None:
    """Return the position of the layer that is suggested; None where none is, or several are."""
    return LAYER_NAMES.index(options) if options in LAYER_NAMES else None
