"""HTML output of screens: texts, tables, legends. Markup escapes all inserted values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd
import streamlit as st
from markupsafe import Markup

from geo.cartography import palette
from pages.ui import state

OPEN_ROWS = 8  # rows of a table shown at once; the others are folded


def show_headline(content: Markup) -> None:
    """Show the main result as a headline."""
    st.html(str(Markup('<p class="big">{}</p>').format(content)))


def show_text(content: Markup | str) -> None:
    """Show a paragraph."""
    st.html(str(Markup("<p>{}</p>").format(content)))


def show_caption(content: Markup | str) -> None:
    """Show a paragraph in small, muted type."""
    st.html(str(Markup('<p class="soft">{}</p>').format(content)))


def show_heading(content: str) -> None:
    """Show a section heading."""
    st.html(str(Markup("<h2>{}</h2>").format(content)))


def show_bullets(lines: Iterable[Markup]) -> None:
    """Show a bulleted list."""
    items = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    st.html(str(Markup('<ul class="reasons">{}</ul>').format(items)))


def cell_text(value: object) -> str | None:
    """Return a cell as text; None where it is missing, null or empty."""
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return None
    return str(value) or None


def show_steps(lines: Iterable[tuple[str, str]]) -> None:
    """Show a numbered list; each line has a text and a detail, such as a duration."""
    item = Markup("<li><span>{}</span><small>{}</small></li>")
    items = Markup("").join(item.format(line, detail) for line, detail in lines)
    st.html(str(Markup('<ol class="steps">{}</ol>').format(items)))


def show_legend_rows(
    rows: Iterable[tuple[str, str, Markup]], *, side_by_side: bool = False
) -> None:
    """
    Show legend rows: CSS class and style of the swatch, and its text.

    Parameters
    ----------
    side_by_side
        True places rows side by side on wide screens.
    """
    row = Markup('<div class="row"><i class="{}" style="{}"></i><span>{}</span></div>')
    lines = Markup("").join(row.format(kind, style, text) for kind, style, text in rows)
    css_classes = f"counted{' beside' if side_by_side else ''}"
    st.html(str(Markup('<div class="{}">{}</div>').format(css_classes, lines)))


def show_severity_legend() -> None:
    """Show the legend of the five severity levels, by pattern and number."""
    cell = Markup('<span><i style="{}"></i><b>{}</b></span>')
    cells = Markup("").join(
        cell.format(palette.risk_swatch(level), level) for level in palette.RISK_HATCHINGS
    )
    st.html(str(Markup('<div class="levels">{}</div>').format(cells)))
    show_scale_labels(state.gettext("legend.mild"), state.gettext("legend.grave"))


def show_scale_labels(low_label: str, high_label: str) -> None:
    """Label both ends of the scale above."""
    line = Markup('<div class="ends"><small>{}</small><small>{}</small></div>')
    st.html(str(line.format(low_label, high_label)))


def show_table(
    headers: Sequence[str], rows: Sequence[Sequence[object]], *, numeric_columns: Sequence[int] = ()
) -> None:
    """
    Show a table.

    Parameters
    ----------
    numeric_columns
        Positions of the columns with numbers, which are aligned to the right.
    """
    st.html(str(table_html(headers, rows, numeric_columns=numeric_columns)))


def show_collapsible_table(
    headers: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    summary: str,
    open_rows: int = OPEN_ROWS,
    numeric_columns: Sequence[int] = (),
) -> None:
    """
    Show a table whose first rows are open and the others folded.

    Parameters
    ----------
    summary
        What is pressed to see the others.
    open_rows
        Number of rows that are open.
    numeric_columns
        As in `show_table`.
    """
    html = table_html(headers, rows[:open_rows], numeric_columns=numeric_columns)
    if rest := rows[open_rows:]:
        fold = Markup("<details><summary>{}</summary>{}</details>")
        html += fold.format(summary, table_html(headers, rest, numeric_columns=numeric_columns))
    st.html(str(html))


def table_html(
    headers: Sequence[str], rows: Sequence[Sequence[object]], *, numeric_columns: Sequence[int] = ()
) -> Markup:
    """Build the HTML of a table; see `show_table`."""
    css_classes = ["n" if column in numeric_columns else "t" for column in range(len(headers))]
    head = _cells_html("th", headers, css_classes)
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(_cells_html("td", row, css_classes)) for row in rows
    )
    table = Markup(
        '<div class="wide"><table class="list">'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
    )
    return table.format(head, body)


def _cells_html(tag: str, values: Sequence[object], css_classes: Sequence[str]) -> Markup:
    cell = Markup("<{0} class='{1}'>{2}</{0}>")
    return Markup("").join(
        cell.format(tag, css_class, "" if value is None else value)
        for value, css_class in zip(values, css_classes, strict=True)
    )
