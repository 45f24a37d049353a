"""
Texts from people in the labels of widgets.

Streamlit reads labels as Markdown, in which a name could become a link, or a picture that is
fetched from elsewhere. Here each sign stays the sign that somebody wrote.
"""

from __future__ import annotations

import re

MARKDOWN_CHARACTERS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&@/])")


def escape_markdown(text: str) -> str:
    """Write a text so that a label shows it as it is; line breaks become spaces."""
    return MARKDOWN_CHARACTERS.sub(r"\\\1", " ".join(text.split()))
