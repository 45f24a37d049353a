"""
Escape user text for widget labels.

Streamlit renders labels as Markdown, in which a name could become a link, or a picture loaded
from another host. Every character of Markdown syntax is escaped.
"""

from __future__ import annotations

import re

MARKDOWN_CHARACTERS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&@/])")


def escape_markdown(text: str) -> str:
    """Escape Markdown syntax in a text; line breaks become spaces."""
    return MARKDOWN_CHARACTERS.sub(r"\\\1", " ".join(text.split()))
