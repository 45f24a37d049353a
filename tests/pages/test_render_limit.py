"""A screen's turn ends, whatever its code does, and its place is free again."""

from __future__ import annotations

import threading
import time
from contextlib import suppress

import pytest
from streamlit.testing.v1 import AppTest

from geo.errors import ScreenBusyError, ScreenTimeError
from geo.language import gettext, list_locales
from pages.ui.shell import render_limit
from pages.ui.shell.render_limit import limit_concurrency, release_permit


@pytest.fixture(autouse=True)
def short_limits(monkeypatch):
    monkeypatch.setattr(render_limit, "MAX_RENDER_S", 0.4)
    monkeypatch.setattr(render_limit, "MAX_WAIT_S", 0.4)
    monkeypatch.setattr(render_limit, "CHECK_INTERVAL_S", 0.02)
    monkeypatch.setattr(render_limit, "REPEAT_INTERVAL_S", 0.2)
    yield
    assert free_permits() == render_limit.MAX_CONCURRENT_RENDERS


def free_permits() -> int:
    return render_limit._semaphore._value


def loop():
    while True:
        pass


def test_a_loop_without_end_is_ended():
    with pytest.raises(ScreenTimeError) as raised, limit_concurrency():
        loop()
    for locale in list_locales():
        assert "{" not in gettext(raised.value.key, locale, **raised.value.placeholders)


def test_a_loop_that_suppresses_every_exception_once_is_ended():
    def render():
        with suppress(BaseException):
            loop()
        loop()

    with pytest.raises(ScreenTimeError), limit_concurrency():
        render()


def test_a_short_run_is_left_alone():
    with limit_concurrency():
        assert free_permits() == render_limit.MAX_CONCURRENT_RENDERS - 1
    time.sleep(0.6)


def test_an_error_of_a_screen_releases_its_permit():
    with pytest.raises(ZeroDivisionError), limit_concurrency():
        1 / 0  # noqa: B018


def test_loops_in_all_places_do_not_keep_others_waiting():
    stopped = []

    def render():
        try:
            with limit_concurrency():
                loop()
        except ScreenTimeError as error:
            stopped.append(error)

    threads = [threading.Thread(target=render) for _ in range(render_limit.MAX_CONCURRENT_RENDERS)]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 30
    while True:  # a visitor who comes meanwhile, and tries again
        with suppress(ScreenBusyError), limit_concurrency():
            break
        assert time.monotonic() < deadline
    for thread in threads:
        thread.join(30)
    assert len(stopped) == render_limit.MAX_CONCURRENT_RENDERS


def test_the_permit_of_a_thread_that_cannot_be_stopped_is_free_all_the_same():
    """A long call into a library hears no exception before it returns."""
    done = threading.Event()
    result = []

    def render():
        try:
            with limit_concurrency():
                done.wait(30)
                loop()
        except ScreenTimeError as error:
            result.append(error)

    thread = threading.Thread(target=render)
    thread.start()
    deadline = time.monotonic() + 20
    while free_permits() < render_limit.MAX_CONCURRENT_RENDERS and time.monotonic() < deadline:
        time.sleep(0.02)
    assert free_permits() == render_limit.MAX_CONCURRENT_RENDERS
    assert thread.is_alive()
    done.set()
    thread.join(30)
    assert len(result) == 1


def test_a_file_that_is_parsed_does_not_hold_the_permit_and_its_time_does_not_count():
    with limit_concurrency():
        with release_permit():
            assert free_permits() == render_limit.MAX_CONCURRENT_RENDERS
            time.sleep(0.8)
        assert free_permits() == render_limit.MAX_CONCURRENT_RENDERS - 1


def test_outside_of_a_run_there_is_nothing_to_release():
    with release_permit():
        assert free_permits() == render_limit.MAX_CONCURRENT_RENDERS


def test_whoever_waits_too_long_is_told():
    permits = render_limit.MAX_CONCURRENT_RENDERS
    for _ in range(permits):
        render_limit._semaphore.acquire()
    try:
        with pytest.raises(ScreenBusyError) as raised, limit_concurrency():
            pass
    finally:
        for _ in range(permits):
            render_limit._semaphore.release()
    for locale in list_locales():
        assert "{" not in gettext(raised.value.key, locale, **raised.value.placeholders)


def test_what_writes_to_the_store_is_not_interrupted(monkeypatch):
    """Its permit is released, and it is stopped when it is back in the screen."""
    monkeypatch.setattr(render_limit, "_WRITING_FOLDERS", (__file__,))
    written = []

    def write():
        deadline = time.monotonic() + 1.0
        while time.monotonic() < deadline:
            pass
        written.append("all")
        monkeypatch.setattr(render_limit, "_WRITING_FOLDERS", ())

    def render():
        write()
        loop()

    with pytest.raises(ScreenTimeError), limit_concurrency():
        render()
    assert written == ["all"]


def screen_that_loops():
    import streamlit as st

    from pages.ui.shell import render_limit
    from pages.ui.widgets.errors import show_error

    with show_error(), render_limit.limit_concurrency():
        st.write("begun")
        with show_error():
            while True:
                pass
    st.write("after")


def test_a_screen_that_loops_says_so_and_ends():
    screen = AppTest.from_function(screen_that_loops, default_timeout=30).run()
    assert not screen.exception
    assert [one.value for one in screen.markdown] == ["begun", "after"]
    (sentence,) = screen.get("html")
    assert gettext("error.screen_time", "es", seconds=0) in sentence.proto.body
