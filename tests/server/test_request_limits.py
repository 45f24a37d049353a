"""Nobody brings more than the server can hold, nor holds a place without bringing anything."""

from __future__ import annotations

from functools import partial

import anyio
import pytest

from geo.language import gettext
from server.middleware import request_limits, upload_limit
from server.middleware.request_limits import MAX_FORM_BYTES, RequestLimitMiddleware
from server.middleware.upload_limit import (
    MAX_CONCURRENT_UPLOADS,
    MAX_HELD_BYTES,
    MAX_UPLOAD_BYTES,
    UploadSemaphore,
)
from tests.server.asgi import ask, scope

UPLOAD = partial(scope, "/_stcore/upload_file/session/file", method="PUT")
FORM = partial(scope, "/amparo/sign-in", method="POST")


def layer(*, held=0, may=True, desk=None):
    async def may_bring(_):
        return may

    return lambda app: RequestLimitMiddleware(app, desk or UploadSemaphore(lambda: held), may_bring)


def test_a_form_passes():
    exchange = ask(layer(), FORM(content_length="3"), [b"abc"])
    assert (exchange.status, exchange.reached) == (200, [b"abc"])


@pytest.mark.parametrize("length", [str(MAX_FORM_BYTES + 1), "9" * 400])
def test_a_form_that_says_it_is_too_long_is_not_read(length):
    exchange = ask(layer(), FORM(content_length=length), [b"abc"])
    assert (exchange.status, exchange.reached) == (413, [])
    assert gettext("refusal.too_much", "es") in exchange.words


@pytest.mark.parametrize("length", [None, "3", "-1", "0x10", "٣"])
def test_a_form_that_does_not_say_so_is_counted(length):
    if length == "٣":
        request = FORM()
        request["headers"].append((b"content-length", "٣".encode()))
    else:
        request = FORM(content_length=length)
    exchange = ask(layer(), request, [b"a" * 1024] * 65)
    assert exchange.status == 413
    assert sum(map(len, exchange.reached)) <= MAX_FORM_BYTES


@pytest.mark.parametrize("request_", [FORM(), UPLOAD()], ids=["form", "upload"])
def test_who_brings_nothing_is_not_waited_for(monkeypatch, request_):
    monkeypatch.setattr(request_limits, "MAX_PAUSE_S", 0.05)
    exchange = ask(layer(), request_, [b"a"], pause=5)
    assert exchange.status == 408
    assert gettext("refusal.too_slow", "es") in exchange.words


def test_a_drip_comes_to_an_end(monkeypatch):
    monkeypatch.setattr(request_limits, "MAX_UPLOAD_S", 0.2)
    exchange = ask(layer(), UPLOAD(), [b"a"] * 1000, pause=0.01)
    assert exchange.status == 408
    assert len(exchange.reached) < 100


def test_a_file_comes_from_whoever_may_bring_it():
    exchange = ask(layer(may=False), UPLOAD(content_length="5"), [b"abcde"])
    assert (exchange.status, exchange.reached) == (403, [])


def test_a_file_that_lies_of_its_length_is_cut_there():
    exchange = ask(layer(), UPLOAD(content_length="5"), [b"abcde", b"f"])
    assert (exchange.status, exchange.reached) == (413, [b"abcde"])


def test_memory_that_is_full_takes_no_more():
    assert ask(layer(held=MAX_HELD_BYTES - 5), UPLOAD(content_length="5"), [b"abcde"]).status == 200
    exchange = ask(layer(held=MAX_HELD_BYTES - 4), UPLOAD(content_length="5"), [b"abcde"])
    assert (exchange.status, exchange.reached) == (429, [])
    assert gettext("refusal.too_many_files", "es") in exchange.words


def test_a_file_without_a_length_needs_room_for_the_largest():
    assert ask(layer(held=MAX_HELD_BYTES - MAX_UPLOAD_BYTES), UPLOAD(), [b"a"]).status == 200
    assert ask(layer(held=MAX_HELD_BYTES - MAX_UPLOAD_BYTES + 1), UPLOAD(), [b"a"]).status == 429


def test_too_large_a_file_is_refused_before_it_comes():
    exchange = ask(layer(), UPLOAD(content_length=str(MAX_UPLOAD_BYTES + 1)), [b"a"])
    assert (exchange.status, exchange.reached) == (413, [])


def test_files_together_never_hold_more_than_there_is_room_for():
    desk = UploadSemaphore(lambda: 0)
    held, most, found = 0, 0, []

    async def bring():
        nonlocal held, most
        async with desk.acquire(MAX_UPLOAD_BYTES) as place:
            found.append(place)
            held += MAX_UPLOAD_BYTES * place
            most = max(most, held)
            await anyio.sleep(0.01)
            held -= MAX_UPLOAD_BYTES * place

    async def all_of_them():
        async with anyio.create_task_group() as group:
            for _ in range(30):
                group.start_soon(bring)

    anyio.run(all_of_them)
    assert len(found) == 30
    assert 0 < most <= MAX_HELD_BYTES


def test_places_are_given_back_and_waited_for(monkeypatch):
    monkeypatch.setattr(upload_limit, "MAX_QUEUE_WAIT_S", 0.05)
    desk, found = UploadSemaphore(lambda: 0), []

    async def bring(seconds):
        async with desk.acquire(1) as place:
            found.append(place)
            await anyio.sleep(seconds)

    async def crowd(seconds):
        async with anyio.create_task_group() as group:
            for _ in range(MAX_CONCURRENT_UPLOADS + 1):
                group.start_soon(bring, seconds)

    async def twice():
        await crowd(0.2)
        await crowd(0.01)

    anyio.run(twice)
    assert found.count(False) == 1
    assert len(found) == 2 * (MAX_CONCURRENT_UPLOADS + 1)
