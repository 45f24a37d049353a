"""Tests that kill programs, cut lines and fill disks on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_collection_modifyitems(items):
    """Mark every test of this folder, so that `-m "not faults"` leaves them out."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.faults)


@pytest.fixture(autouse=True)
def made_as_ever(real_migrations):
    """Let new stores be made here as people make them, with all that can break in it."""
