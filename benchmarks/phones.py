"""Phones in a workshop, without their browsers: they join by a word, draw, and ask what is new."""

from __future__ import annotations

import http.client
import json
import random
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

JOIN, MARKS = "/amparo/join", "/amparo/marks"
PATIENCE_S = 30.0
SHAPE_DEG = 0.0008  # about 90 m


@dataclass
class Phone:
    """
    One participant's phone.

    Attributes
    ----------
    acknowledged
        Marks that the server said it has, by their id.
    waits_s
        How long each save took from sending to acknowledgement.
    """

    port: int
    seed: int
    acknowledged: dict[str, dict[str, Any]] = field(default_factory=dict)
    waits_s: list[float] = field(default_factory=list)
    cookie: str = ""
    revision: int = 0

    def join(self, word: str) -> None:
        """Take part in the drawing session of a word."""
        form = urlencode({"word": word, "spoken": "es"})
        answer = self._ask("POST", JOIN, form, "application/x-www-form-urlencoded")
        if answer.status != http.client.SEE_OTHER or "told=" in answer.headers["location"]:
            msg = f"joining was answered by {answer.status} {answer.headers['location']}"
            raise RuntimeError(msg)
        jar = SimpleCookie(answer.headers["set-cookie"])
        self.cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items())

    def draw(self, community: str, middle: tuple[float, float]) -> str:
        """Draw one area, send it until it is acknowledged, and give its id."""
        chance = random.Random(f"{self.seed}:{len(self.acknowledged)}")
        operation = new_area(chance, middle)
        self.send(community, operation)
        return str(operation["id"])

    def send(self, community: str, operation: dict[str, Any]) -> None:
        """Send one operation once; it counts as kept when the server says so."""
        asked = time.perf_counter()
        told = self.ask(community, [operation])
        taken = {one["opid"] for one in told["acknowledged"]}
        if operation["opid"] not in taken:
            msg = f"not taken: {told['refused']}"
            raise RuntimeError(msg)
        self.waits_s.append(time.perf_counter() - asked)
        self.acknowledged[operation["id"]] = operation["mark"]

    def ask(self, community: str, operations: list[dict[str, Any]]) -> dict[str, Any]:
        """Send operations, and learn what is new."""
        answer = self.post(community, operations)
        if answer.status != http.client.OK:
            msg = f"the server answered {answer.status}"
            raise RuntimeError(msg)
        told: dict[str, Any] = json.loads(answer.body)
        self.revision = int(told["revision"])
        return told

    def post(self, community: str, operations: list[dict[str, Any]]) -> Answer:
        """Ask as the page does, for what others show too where it sends nothing; any answer."""
        body: dict[str, Any] = {"community": community, "session": "", "since": self.revision}
        body["operations"] = operations
        if not operations:
            body["shared_groups"] = {}
        return self._ask("POST", MARKS, json.dumps(body), "application/json")

    def _ask(self, method: str, path: str, body: str, kind: str) -> Answer:
        host = f"127.0.0.1:{self.port}"
        headers = {"Content-Type": kind, "Origin": f"http://{host}", "Cookie": self.cookie}
        with connection(self.port) as line:
            line.request(method, path, body.encode("utf-8"), headers)
            answer = line.getresponse()
            return Answer(answer.status, answer.headers, answer.read())


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


class connection:  # noqa: N801 (used as `with connection(…)`)
    """A line to the server, closed at the end: phones on weak links do not keep theirs."""

    def __init__(self, port: int) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)

    def __enter__(self) -> http.client.HTTPConnection:
        """Give the line."""
        return self._line

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self._line.close()


def new_area(chance: random.Random, middle: tuple[float, float]) -> dict[str, Any]:
    """Draw an area of four corners near the middle of a community."""
    lat, lon = middle
    south, west = lat + chance.uniform(-0.01, 0.01), lon + chance.uniform(-0.01, 0.01)
    ring = list(_ring(west, south))
    mark = {
        "kind": "risk_area",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "category": "lonely_path",
        "severity": chance.randint(1, 5),
        "holds": "night",
        "note": "",
    }
    return {
        "opid": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        "id": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        "act": "put",
        "base": 0,
        "mark": mark,
    }


def _ring(west: float, south: float) -> Iterator[list[float]]:
    for x, y in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0)):
        yield [round(west + x * SHAPE_DEG, 6), round(south + y * SHAPE_DEG, 6)]
