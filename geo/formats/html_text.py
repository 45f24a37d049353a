"""Plain text of descriptions that are written in HTML, as maps of other programs have them."""

from __future__ import annotations

import html
import re

_MARKUP = re.compile(r"<[a-zA-Z/!][^<>]*>|&(?:#\w+|\w+);")
_LINE_BREAK = re.compile(r"<\s*(?:br|/?(?:p|div|tr|li|ul|ol|table|h[1-6]|hr))\b[^<>]*>", re.I)
_CELL_END = re.compile(r"<\s*/\s*(?:td|th)\b[^<>]*>", re.I)
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_SPACES = re.compile(r"[ \t\xa0]+")
# Elements whose content is no text for people.
_SCRIPT_STARTS = ("<script", "<style", "<!--")
_SCRIPT_ENDS = {"<script": "</script>", "<style": "</style>", "<!--": "-->"}


def strip_html(text: str) -> str:
    """
    Turn HTML into plain text, one line for each paragraph, row and line break.

    Returns
    -------
    text
        Texts without a tag or an entity stay as they are, but for spaces around them.
    """
    if not _MARKUP.search(text):
        return text.strip()
    for start in _SCRIPT_STARTS:
        text = _remove_between(text, start, _SCRIPT_ENDS[start])
    text = _LINE_BREAK.sub("\n", text.replace("\r", "").replace("\n", " "))
    text = html.unescape(_TAG.sub("", _CELL_END.sub(" ", text)))
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _remove_between(text: str, start: str, end: str) -> str:
    """Remove what lies between two marks, with them; what is not closed stays."""
    lowered, position, parts = text.lower(), 0, []
    if len(lowered) != len(text):  # some capitals have two small letters
        lowered = text
    while (opened := lowered.find(start, position)) >= 0:
        closed = lowered.find(end, opened)
        if closed < 0:
            break
        parts.append(text[position:opened])
        position = closed + len(end)
    return "".join([*parts, text[position:]])
