"""Runs of a screen are compared by what they leave on it; what was drawn over may be missing."""

from __future__ import annotations

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.leaks.walking import comparable, is_alike
from tests.leaks.wire import Run

OVER, EARLY = ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_EARLY_FOR_RERUN


def run(*told):
    """Make a run: a text drawn at a place, or an end."""
    messages = []
    for one in told:
        message = ForwardMsg()
        if isinstance(one, tuple):
            place, text = one
            message.metadata.delta_path.extend([0, place])
            message.delta.new_element.markdown.body = text
        else:
            message.script_finished = one
        messages.append(message)
    return Run(messages)


PLAIN = run((1, "a"), (2, "b"), OVER)


@pytest.mark.parametrize(
    "other",
    [
        run((2, "b"), (1, "a"), OVER),
        run((1, "a"), (1, "a"), (2, "b"), OVER),
        run((1, "wait"), (1, "a"), (2, "b"), OVER),
        run((1, "old"), (3, "old"), EARLY, (1, "a"), (2, "b"), OVER),
        run(EARLY, (1, "a"), (2, "b"), OVER),
    ],
    ids=["order", "again", "drawn over", "run anew", "run anew, unsent"],
)
def test_what_was_drawn_over_may_be_missing(other):
    assert is_alike(PLAIN, other)
    assert is_alike(other, PLAIN)


@pytest.mark.parametrize(
    "other",
    [
        run((1, "a"), (2, "c"), OVER),
        run((1, "a"), OVER),
        run((1, "b"), (2, "a"), OVER),
        run((1, "a"), (2, "b"), (3, "c"), OVER),
        run((1, "a"), (2, "b"), OVER, (1, "c"), OVER),
    ],
    ids=["another text", "one less", "another place", "one more", "a run more"],
)
def test_what_stays_must_be_the_same(other):
    assert not is_alike(PLAIN, other)
    assert not is_alike(other, PLAIN)


def test_what_was_drawn_over_in_both_must_not_differ():
    here, there = (run((1, f"near {word}"), EARLY, (1, "a"), OVER) for word in ("x", "y"))
    assert comparable(here) == comparable(there)
    assert not is_alike(here, there)


def test_names_of_a_session_are_left_out():
    names = ("6dfb1b5e-9d5f-4c55-8a43-2f6a0e3b7c11", "0dfb1b5e-9d5f-4c55-8a43-2f6a0e3b7c12")
    here, there = (run((1, f"file {name}"), OVER) for name in names)
    assert is_alike(here, there)
