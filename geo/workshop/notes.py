"""
How long the short texts may be that people write beside a mark.

What must not stand in them, see `geo.privacy.personal_data`.
"""

from __future__ import annotations

MAX_NOTE_LENGTH = 200  # signs
MAX_NAME_LENGTH = 60  # signs, of a place
