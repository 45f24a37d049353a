"""The real server is killed while phones draw; nothing that was acknowledged is lost."""

import sys

import pytest

from tests.faults.killing import kill_while_drawing
from tests.thorough import choose

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")


def test_what_was_acknowledged_is_there_after_every_kill(tmp_path):
    toll = kill_while_drawing(tmp_path, kills=choose(1, 3), phones=4)  # and once more at the end
    assert toll.acknowledged > 0
    assert toll.lost == []
    assert toll.changed == []
