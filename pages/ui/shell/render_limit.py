"""
Limits of rendering: how many screens render at the same time, and for how long.

A run that exceeds its time is stopped by an exception that is raised in its thread. Its permit is
released at that moment, whether or not the thread has ended: others do not wait for it.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore
from types import FrameType

from geo.errors import ScreenBusyError, ScreenTimeError

# Python runs one thread at a time: more concurrent renders finish no sooner, and delay the threads
# that respond to requests.
MAX_CONCURRENT_RENDERS = 6
MAX_RENDER_S = 60.0  # of one run, without the time for which its permit is released
MAX_WAIT_S = 60.0  # for a permit
CHECK_INTERVAL_S = 0.25
REPEAT_INTERVAL_S = 5.0  # until a run that has suppressed the exception is stopped again
MAX_STOPS = 6  # of one run, for code that suppresses the exception
# A thread is not interrupted while functions of these rooms run, which write to the store: a
# transaction ends, and a lock that is held is released.
_GEO_FOLDER = Path(__file__).parents[3] / "geo"
_WRITING_PACKAGES = ("store", "access", "capture", "communities", "imports", "pathways", "workshop")
_WRITING_FOLDERS = tuple(f"{_GEO_FOLDER / name}{os.sep}" for name in _WRITING_PACKAGES)
_LOCK_MODULES = (threading.__file__, contextlib.__file__)
_semaphore = BoundedSemaphore(MAX_CONCURRENT_RENDERS)


class _RunStoppedError(BaseException):
    """Raised within a run whose time is over; no `except Exception` catches it."""


class _Run:
    """A run that holds a permit."""

    def __init__(self) -> None:
        self.thread_id = threading.get_ident()
        self.remaining_s = MAX_RENDER_S
        self.deadline: float | None = None
        self.stops = 0
        self._next_stop = 0.0
        self._lock = threading.Lock()
        self._holds_permit = False

    def acquire(self) -> None:
        """Wait for a permit, and start the clock."""
        if not _semaphore.acquire(timeout=MAX_WAIT_S):
            raise ScreenBusyError(seconds=round(MAX_WAIT_S))
        with self._lock:
            self._holds_permit = True
            self.deadline = time.monotonic() + self.remaining_s
        _watchdog.watch(self)

    def release(self) -> None:
        """Release the permit, if it was not released already, and stop the clock."""
        with self._lock:
            if self.deadline is not None:
                self.remaining_s = max(0.0, self.deadline - time.monotonic())
            self.deadline = None
            held, self._holds_permit = self._holds_permit, False
        _watchdog.forget(self)
        if held:
            _semaphore.release()

    def stop_if_due(self, now: float) -> None:
        """Release the permit of a run whose time is over, and interrupt its thread."""
        with self._lock:
            if self.deadline is None or now < self.deadline:
                return
            held, self._holds_permit = self._holds_permit, False
            if held:
                _semaphore.release()
            if now < self._next_stop or self.stops == MAX_STOPS:
                return
            if _is_protected(sys._current_frames().get(self.thread_id)):
                return
            self.stops += 1
            self._next_stop = now + REPEAT_INTERVAL_S
            _raise_in_thread(self.thread_id, _RunStoppedError)

    def withdraw_stop(self) -> None:
        """Withdraw an exception that was not raised yet."""
        if self.stops:
            _raise_in_thread(self.thread_id, None)


class _Watchdog:
    """Thread that looks after runs; it starts with the first one."""

    def __init__(self) -> None:
        self._runs: set[_Run] = set()
        self._lock = threading.Lock()
        self._work = threading.Event()
        self._thread: threading.Thread | None = None

    def watch(self, run: _Run) -> None:
        """Look after a run."""
        with self._lock:
            self._runs.add(run)
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._look_after_runs, name="render-watchdog", daemon=True
                )
                self._thread.start()
        self._work.set()

    def forget(self, run: _Run) -> None:
        """Look after a run no longer."""
        with self._lock:
            self._runs.discard(run)
            if not self._runs:
                self._work.clear()

    def _look_after_runs(self) -> None:
        while True:
            self._work.wait()
            with self._lock:
                runs = list(self._runs)
            for run in runs:
                run.stop_if_due(time.monotonic())
            time.sleep(CHECK_INTERVAL_S)


_watchdog = _Watchdog()
_current = threading.local()


@contextmanager
def limit_concurrency() -> Iterator[None]:
    """
    Hold a permit to render a screen for a limited time; wait where all are in use.

    Raises
    ------
    ScreenBusyError
        If no permit was released in time.
    ScreenTimeError
        If the block exceeds `MAX_RENDER_S`.
    """
    run = _Run()
    try:
        run.acquire()
        _current.run = run
        yield
    except _RunStoppedError:
        raise ScreenTimeError(seconds=round(MAX_RENDER_S)) from None
    finally:
        ended = False
        while not ended:
            with contextlib.suppress(_RunStoppedError):  # raised as the block ended
                _current.run = None
                run.release()
                run.withdraw_stop()
                ended = True


@contextmanager
def release_permit() -> Iterator[None]:
    """
    Release the permit of this run for a long operation that has its own limits, and its clock.

    Raises
    ------
    ScreenBusyError
        If no permit was released in time afterwards.
    """
    run: _Run | None = getattr(_current, "run", None)
    if run is None:
        yield
        return
    run.release()
    try:
        yield
    finally:
        run.acquire()


def _is_protected(frame: FrameType | None) -> bool:
    """Return whether a thread writes to the store, or is about to take or release a lock."""
    if frame is not None and frame.f_code.co_filename in _LOCK_MODULES:
        return True
    while frame is not None:
        if frame.f_code.co_filename.startswith(_WRITING_FOLDERS):
            return True
        frame = frame.f_back
    return False


def _raise_in_thread(thread_id: int, exception: type[BaseException] | None) -> None:
    """Raise an exception in another thread, when it next runs Python code; None withdraws it."""
    target = None if exception is None else ctypes.py_object(exception)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread_id), target)
