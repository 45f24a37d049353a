"""
Kill the server at random moments while phones draw: `python -m tests.faults.killing --kills 50`.

Each phone sends what it drew until it is acknowledged, as the drawing page does. After each kill
the file must open by itself, and hold every acknowledged mark, once.
"""

from __future__ import annotations

import http.client
import json
import random
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import click

from benchmarks.phones import SimulatedPhone, new_area_operation
from benchmarks.workshop import find_free_port, prepare_session, start_server, wait_until_healthy
from geo.communities.demonstration import DEMO_SLUG
from geo.store.database import Store
from geo.workshop.drawing_sessions import list_drawings

SHAPES_EVERY_S = 0.3
AGAIN_AFTER_S = 0.5
HEARD_WITHIN_S = 120


@dataclass
class Toll:
    """What the kills cost: acknowledged marks, and those of them that were lost or doubled."""

    kills: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    again: int = 0


def kill_while_drawing(home: Path, *, kills: int, phones: int, seed: int = 1) -> Toll:
    """Let phones draw, kill the server again and again, and look into the file after each time."""
    word, middle = prepare_session(home)
    chance, toll = random.Random(seed), Toll()
    port = find_free_port()
    there = [SimulatedPhone(port, number) for number in range(phones)]
    done = threading.Event()
    server = start_server(home, port)
    wait_until_healthy(port, server)
    for one in there:
        one.join_session(word)
    threads = [threading.Thread(target=_draw, args=(one, middle, done, toll)) for one in there]
    for thread in threads:
        thread.start()
    try:
        for _ in range(kills):
            _until_heard(there)
            time.sleep(chance.uniform(0.2, 2.0))
            server.kill()
            server.wait()
            toll.kills += 1
            _look(home, there, toll)
            server = start_server(home, port)
            wait_until_healthy(port, server)
    finally:
        done.set()
        server.kill()
        server.wait()
        for thread in threads:
            thread.join()
    _look(home, there, toll)
    toll.acknowledged = sum(len(one.acknowledged) for one in there)
    return toll


def _until_heard(phones: list[SimulatedPhone]) -> None:
    """Wait until the server that was just started took a mark: phones are drawing again."""
    before = sum(len(one.acknowledged) for one in phones)
    until = time.monotonic() + HEARD_WITHIN_S
    while sum(len(one.acknowledged) for one in phones) == before:
        if time.monotonic() > until:
            message = f"nothing was acknowledged within {HEARD_WITHIN_S} s"
            raise TimeoutError(message)
        time.sleep(0.02)


def _draw(
    phone: SimulatedPhone, middle: tuple[float, float], done: threading.Event, toll: Toll
) -> None:
    """Draw until told to stop; what is not acknowledged is sent again, the same operation."""
    chance = random.Random(f"kill:{phone.seed}")
    while not done.wait(SHAPES_EVERY_S):
        operation = new_area_operation(chance, middle)
        while not done.is_set():
            try:
                phone.send_operation(DEMO_SLUG, operation)
                break
            except (OSError, http.client.HTTPException, RuntimeError):
                toll.again += 1
                done.wait(AGAIN_AFTER_S)


def _look(home: Path, phones: list[SimulatedPhone], toll: Toll) -> None:
    """Open the file, and look for each acknowledged mark."""
    known = {mark: sent for one in phones for mark, sent in dict(one.acknowledged).items()}
    store = Store(home)
    code = list_drawings(store, DEMO_SLUG)[-1].code
    kept = store.rows("workshop/marks", community=DEMO_SLUG, code=code, since=0)
    store.close()
    found = [row["id"] for row in kept]
    toll.lost += [mark for mark in known if found.count(mark) != 1]
    shapes = {row["id"]: json.loads(row["geometry"])["coordinates"] for row in kept}
    toll.changed += [
        mark
        for mark, sent in known.items()
        if mark in shapes and shapes[mark] != sent["geometry"]["coordinates"]
    ]


@click.command()
@click.option("--kills", default=50, show_default=True)
@click.option("--phones", default=10, show_default=True)
def main(kills: int, phones: int) -> None:
    """Kill, look, and print what was lost."""
    with tempfile.TemporaryDirectory() as folder:
        toll = kill_while_drawing(Path(folder), kills=kills, phones=phones)
    click.echo(
        f"{toll.kills} kills, {toll.acknowledged} marks acknowledged, {toll.again} sent again, "
        f"{len(toll.lost)} lost or doubled, {len(toll.changed)} changed"
    )


if __name__ == "__main__":
    main()
