"""Long computations: shared, in turns, and stopped once nobody waits."""

from __future__ import annotations

import gc
import logging
import threading

import pytest

from geo.errors import NoServiceError
from pages.ui.shell import computations
from pages.ui.shell.computations import ComputationCancelledError, ComputationQueue

PATIENCE_S = 60.0


class Work:
    """A computation that reports progress when the test lets it."""

    def __init__(self):
        self.started, self.go_on = threading.Event(), threading.Event()
        self.runs = self.steps = 0

    def __call__(self, progress):
        self.runs += 1
        self.started.set()
        assert self.go_on.wait(PATIENCE_S)
        progress(0.5, "half")
        self.steps += 1


@pytest.fixture
def queue():
    return ComputationQueue(max_concurrent=1)


def test_equal_questions_are_computed_once(queue):
    work = Work()
    first, second = (queue.join("same", visitor, work) for visitor in "ab")
    assert first is second
    work.go_on.set()
    assert first.wait(PATIENCE_S)
    assert (work.runs, first.error, first.share) == (1, None, 0.5)


def test_questions_wait_for_a_free_thread(queue):
    work, other = Work(), Work()
    other.go_on.set()
    running = queue.join("one", "a", work)
    assert work.started.wait(PATIENCE_S)
    waiting = queue.join("two", "b", other)
    assert not waiting.is_done
    assert (waiting.step, other.runs) == (computations.WAITING, 0)
    work.go_on.set()
    assert running.wait(PATIENCE_S)
    assert waiting.wait(PATIENCE_S)
    assert other.steps == 1


def test_it_stops_once_nobody_waits(queue):
    work = Work()
    computation = queue.join("one", "a", work)
    queue.join("one", "b", work)
    assert work.started.wait(PATIENCE_S)
    computation.leave("a")
    assert not computation.is_cancelled
    computation.leave("b")
    work.go_on.set()
    assert computation.wait(PATIENCE_S)
    assert isinstance(computation.error, ComputationCancelledError)
    assert work.steps == 0


def test_another_question_leaves_the_former_one(queue):
    work, other = Work(), Work()
    other.go_on.set()
    former = queue.join("one", "a", work)
    assert work.started.wait(PATIENCE_S)
    latter = queue.join("two", "a", other)
    work.go_on.set()
    assert latter.wait(PATIENCE_S)
    assert isinstance(former.error, ComputationCancelledError)
    assert (work.steps, other.steps) == (0, 1)


def test_who_asks_a_question_that_was_cancelled_gets_it_computed(queue):
    work, again = Work(), Work()
    again.go_on.set()
    queue.join("one", "a", work).leave("a")
    anew = queue.join("one", "b", again)
    work.go_on.set()
    assert anew.wait(PATIENCE_S)
    assert (anew.error, again.steps) == (None, 1)


def test_a_closed_screen_does_not_wait(queue, monkeypatch):
    work = Work()
    computation = queue.join("one", "a", work)
    assert work.started.wait(PATIENCE_S)
    monkeypatch.setattr(computations, "ABANDONED_AFTER_S", -1.0)
    work.go_on.set()
    assert computation.wait(PATIENCE_S)
    assert isinstance(computation.error, ComputationCancelledError)


def test_an_error_is_kept_for_who_waits(queue):
    def fail(progress):
        raise KeyError

    computation = queue.join("one", "a", fail)
    assert computation.wait(PATIENCE_S)
    assert isinstance(computation.error, KeyError)


@pytest.mark.parametrize(
    ("error", "is_collected", "logged"),
    [
        (KeyError("column"), False, ["'column'"]),
        (KeyError("column"), True, []),
        (NoServiceError(type="police"), False, ["{}"]),
        (ComputationCancelledError(), False, []),
    ],
)
def test_an_error_that_nobody_collects_is_logged(queue, caplog, error, is_collected, logged):
    def fail(progress):
        raise error

    gc.collect()
    caplog.clear()
    computation = queue.join("one", "a", fail)
    assert computation.wait(PATIENCE_S)
    while queue._pending:
        pass  # until the thread has let go of it
    if is_collected:
        with pytest.raises(type(error)):
            computation.raise_error()
    with caplog.at_level(logging.ERROR):
        error.__traceback__ = None  # as when the screen has been dropped
        del computation
        gc.collect()
    assert caplog.messages == [text.format(error) for text in logged]
