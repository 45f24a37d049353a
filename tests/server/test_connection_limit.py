"""So many screens may be open at once; whoever comes next is told so."""

from __future__ import annotations

import time

import anyio
import pytest

from geo.language import gettext
from server.middleware import connection_limit
from server.middleware.connection_limit import ConnectionLimitMiddleware
from tests.server.asgi import scope


class House:
    """A server with screens that stay open."""

    def __init__(self):
        self.open = 0
        self.layer = ConnectionLimitMiddleware(self.answer, ("/calendar",))

    async def answer(self, request, _receive, send):
        if request["type"] == "websocket":
            self.open += 1
            await anyio.sleep(0.1)
            self.open -= 1
        await send({"status": 200, "code": 200})

    async def ask(self, request):
        said = []

        async def send(message):
            said.append(message)

        await self.layer(request, None, send)
        return said


def socket_of(who):
    return {**scope(kind="websocket"), "client": (who, 1)}


def crowd(visitors, then):
    """Let visitors come at once, and do something while they are there."""
    house, said = House(), []

    async def come(who):
        said.append((await house.ask(socket_of(who)))[0]["code"])

    async def run():
        async with anyio.create_task_group() as group:
            for who in visitors:
                group.start_soon(come, who)
            await anyio.sleep(0.05)
            found = [await house.ask(request) for request in then], house.open
        await house.ask(socket_of(visitors[0]))  # they have left: there is room
        assert house.layer._open_by_client.total() == 0
        return found

    return *anyio.run(run), said


@pytest.mark.parametrize(
    ("visitors", "most"),
    [
        (["10.0.0.1"] * 100, connection_limit.MAX_CONNECTIONS_PER_CLIENT),
        ([str(n) for n in range(300)], connection_limit.MAX_CONNECTIONS),
    ],
)
def test_a_full_house_says_so(visitors, most):
    pages = [
        {**scope("/way", accept="text/html,*/*"), "client": (visitors[0], 1)},
        {**scope("/calendar", accept="text/html,*/*"), "client": (visitors[0], 1)},
        {**scope("/static/a.js", accept="*/*"), "client": (visitors[0], 1)},
    ]
    answers, still_open, said = crowd(visitors, pages)
    assert still_open == most
    assert said.count(1013) == len(visitors) - most
    assert [answer[0]["status"] for answer in answers] == [503, 200, 200]
    assert gettext("refusal.full", "es") in answers[0][1]["body"].decode()


def test_one_full_place_leaves_room_for_others():
    other = {**scope("/way", accept="text/html"), "client": ("10.0.0.2", 1)}
    answers, _, _ = crowd(["10.0.0.1"] * 100, [other])
    assert answers[0][0]["status"] == 200


def test_messages_come_no_faster_than_a_person_makes_them():
    async def read():
        async def receive():
            return {"type": "websocket.receive", "bytes": b""}

        paced = connection_limit._limit_message_rate(receive)
        begun = time.monotonic()
        for _ in range(connection_limit.MAX_MESSAGES_PER_S + 10):
            await paced()
        return time.monotonic() - begun

    assert 0.3 < anyio.run(read) < 3
