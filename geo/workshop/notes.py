"""
How long the short texts may be that people write beside a mark.

What must not stand in them, see `geo.privacy.personal_data`.
"""

from __future__ import annotations

LONGEST_NOTE = 200  # signs
LONGEST_NAME = 60  # signs, of a place
