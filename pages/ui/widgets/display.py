"""What screens say: sentences, short tables, legends. All words pass Markup, which escapes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd
import streamlit as st
from markupsafe import Markup

from geo.cartography import palette
from pages.ui import state


def big(sentence: Markup) -> None:
    """Say the one sentence that answers."""
    st.html(str(Markup('<p class="big">{}</p>').format(sentence)))


def text(sentence: Markup | str) -> None:
    """Say something beside the answer."""
    st.html(str(Markup("<p>{}</p>").format(sentence)))


def soft(sentence: Markup | str) -> None:
    """Say something quietly."""
    st.html(str(Markup('<p class="soft">{}</p>').format(sentence)))


def heading(words: str) -> None:
    """Head a part of the panel."""
    st.html(str(Markup("<h2>{}</h2>").format(words)))


def bullets(lines: Iterable[Markup]) -> None:
    """List short reasons."""
    items = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    st.html(str(Markup('<ul class="reasons">{}</ul>').format(items)))


def said(value: object) -> str | None:
    """Read a cell as text; None where it is missing, null or empty."""
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return None
    return str(value) or None


def steps(lines: Iterable[tuple[str, str]]) -> None:
    """List steps, each with what it takes."""
    item = Markup("<li><span>{}</span><small>{}</small></li>")
    items = Markup("").join(item.format(line, takes) for line, takes in lines)
    st.html(str(Markup('<ol class="steps">{}</ol>').format(items)))


def counted(rows: Iterable[tuple[str, str, Markup]], *, beside: bool = False) -> None:
    """
    List what there is: the swatch's class and style, and the sentence with its count.

    Parameters
    ----------
    beside
        True puts rows side by side where there is room.
    """
    row = Markup('<div class="row"><i class="{}" style="{}"></i><span>{}</span></div>')
    lines = Markup("").join(row.format(kind, style, words) for kind, style, words in rows)
    look = f"counted{' beside' if beside else ''}"
    st.html(str(Markup('<div class="{}">{}</div>').format(look, lines)))


def levels() -> None:
    """Explain the five levels of marked ground, by pattern and number."""
    cell = Markup('<span><i style="{}"></i><b>{}</b></span>')
    cells = Markup("").join(
        cell.format(palette.risk_swatch(level), level) for level in palette.RISK
    )
    st.html(str(Markup('<div class="levels">{}</div>').format(cells)))
    ends(state.say("legend.mild"), state.say("legend.grave"))


def ends(first: str, last: str) -> None:
    """Name both ends of what lies above."""
    line = Markup('<div class="ends"><small>{}</small><small>{}</small></div>')
    st.html(str(line.format(first, last)))


def table(
    heads: Sequence[str], rows: Sequence[Sequence[object]], *, numbers: Sequence[int] = ()
) -> None:
    """
    Compare rows under heads.

    Parameters
    ----------
    numbers
        Positions of the columns that hold numbers: they stand to the right.
    """
    st.html(str(table_html(heads, rows, numbers=numbers)))


def table_html(
    heads: Sequence[str], rows: Sequence[Sequence[object]], *, numbers: Sequence[int] = ()
) -> Markup:
    """Write a table; see `table`."""
    looks = ["n" if column in numbers else "t" for column in range(len(heads))]
    head = _cells("th", heads, looks)
    body = Markup("").join(Markup("<tr>{}</tr>").format(_cells("td", row, looks)) for row in rows)
    whole = Markup(
        '<div class="wide"><table class="list">'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
    )
    return whole.format(head, body)


def _cells(tag: str, values: Sequence[object], looks: Sequence[str]) -> Markup:
    cell = Markup("<{0} class='{1}'>{2}</{0}>")
    return Markup("").join(
        cell.format(tag, look, "" if value is None else value)
        for value, look in zip(values, looks, strict=True)
    )
