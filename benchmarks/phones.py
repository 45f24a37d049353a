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

JOIN_PATH, MARKS_PATH = "/amparo/join", "/amparo/marks"
TIMEOUT_S = 30.0
AREA_SIDE_DEG = 0.0008  # about 90 m


@dataclass
class SimulatedPhone:
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

    def join_session(self, word: str) -> None:
        """Take part in the drawing session of a word."""
        form = urlencode({"word": word, "spoken": "es"})
        answer = self._send_request("POST", JOIN_PATH, form, "application/x-www-form-urlencoded")
        if answer.status != http.client.SEE_OTHER or "told=" in answer.headers["location"]:
            msg = f"joining was answered by {answer.status} {answer.headers['location']}"
            raise RuntimeError(msg)
        jar = SimpleCookie(answer.headers["set-cookie"])
        self.cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items())

    def draw_area(self, community: str, centre: tuple[float, float]) -> str:
        """Draw one area, send it until it is acknowledged, and give its id."""
        chance = random.Random(f"{self.seed}:{len(self.acknowledged)}")
        operation = new_area_operation(chance, centre)
        self.send_operation(community, operation)
        return str(operation["id"])

    def send_operation(self, community: str, operation: dict[str, Any]) -> None:
        """Send one operation once; it counts as kept when the server says so."""
        asked = time.perf_counter()
        told = self.sync_operations(community, [operation])
        taken = {one["opid"] for one in told["acknowledged"]}
        if operation["opid"] not in taken:
            msg = f"not taken: {told['refused']}"
            raise RuntimeError(msg)
        self.waits_s.append(time.perf_counter() - asked)
        self.acknowledged[operation["id"]] = operation["mark"]

    def sync_operations(self, community: str, operations: list[dict[str, Any]]) -> dict[str, Any]:
        """Send operations, and learn what is new."""
        answer = self.post_operations(community, operations)
        if answer.status != http.client.OK:
            msg = f"the server answered {answer.status}"
            raise RuntimeError(msg)
        told: dict[str, Any] = json.loads(answer.body)
        self.revision = int(told["revision"])
        return told

    def post_operations(self, community: str, operations: list[dict[str, Any]]) -> PhoneResponse:
        """Ask as the page does, for what others show too where it sends nothing; any answer."""
        body: dict[str, Any] = {"community": community, "session": "", "since": self.revision}
        body["operations"] = operations
        if not operations:
            body["shared_groups"] = {}
        return self._send_request("POST", MARKS_PATH, json.dumps(body), "application/json")

    def _send_request(self, method: str, path: str, body: str, kind: str) -> PhoneResponse:
        host = f"127.0.0.1:{self.port}"
        headers = {"Content-Type": kind, "Origin": f"http://{host}", "Cookie": self.cookie}
        with http_connection(self.port) as line:
            line.request(method, path, body.encode("utf-8"), headers)
            answer = line.getresponse()
            return PhoneResponse(answer.status, answer.headers, answer.read())


@dataclass(frozen=True)
class PhoneResponse:
    """What the server said."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


class http_connection:  # noqa: N801 (used as `with connection(…)`)
    """A line to the server, closed at the end: phones on weak links do not keep theirs."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)

    def __enter__(self) -> http.client.HTTPConnection:
        """Give the line."""
        return self._connection

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self._connection.close()


def new_area_operation(rng: random.Random, centre: tuple[float, float]) -> dict[str, Any]:
    """Draw an area of four corners near the middle of a community."""
    lat, lon = centre
    south, west = lat + rng.uniform(-0.01, 0.01), lon + rng.uniform(-0.01, 0.01)
    ring = list(_square_ring(west, south))
    mark = {
        "kind": "risk_area",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "category": "lonely_path",
        "severity": rng.randint(1, 5),
        "holds": "night",
        "note": "",
    }
    return {
        "opid": str(uuid.UUID(int=rng.getrandbits(128), version=4)),
        "id": str(uuid.UUID(int=rng.getrandbits(128), version=4)),
        "act": "put",
        "base": 0,
        "mark": mark,
    }


def _square_ring(west: float, south: float) -> Iterator[list[float]]:
    for x, y in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0)):
        yield [round(west + x * AREA_SIDE_DEG, 6), round(south + y * AREA_SIDE_DEG, 6)]
