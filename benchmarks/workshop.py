"""
Thirty phones draw at once through the real server: `python -m benchmarks.workshop`.

Every phone joins, draws its shapes spread over the time, and asks what is new every four seconds
as the drawing page does. Printed: how many shapes the store holds afterwards, and how long it took
from sending to acknowledgement.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click
import shapely

from benchmarks.phones import SimulatedPhone
from geo.communities.demonstration import DEMO_SLUG, load_demo
from geo.store.actor import COMMAND_LINE_ACTOR, acting_as
from geo.store.database import Store
from geo.workshop.drawing_sessions import SessionDetails, list_drawings, open_drawing

ROOT = Path(__file__).parents[1]
POLL_S = 4.0
STARTUP_TIMEOUT_S = 90


@click.command()
@click.option("--phones", default=30, show_default=True)
@click.option("--shapes", default=20, show_default=True, help="Of each phone.")
@click.option("--seconds", default=180.0, show_default=True, help="Over which they are drawn.")
def main(phones: int, shapes: int, seconds: float) -> None:
    """Let phones draw, and print what became of it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        word, middle = prepare_session(home)
        with serve_app(home) as port:
            there = [SimulatedPhone(port, number) for number in range(phones)]
            faults: list[str] = []
            takes_part = [
                threading.Thread(
                    target=_simulate_participant, args=(one, word, middle, shapes, seconds, faults)
                )
                for one in there
            ]
            for thread in takes_part:
                thread.start()
            for thread in takes_part:
                thread.join()
        store = Store(home)
        kept = list_drawings(store, DEMO_SLUG)[-1].marks
        store.close()
    for fault in faults:
        click.echo(fault, err=True)
    waits = sorted(wait for one in there for wait in one.waits_s)
    click.echo(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    click.echo(f"stored {kept} of {phones * shapes}, acknowledged {len(waits)}")
    if not waits:
        sys.exit(1)
    click.echo(
        f"save to acknowledgement: median {1000 * statistics.median(waits):.0f} ms, "
        f"p95 {1000 * waits[int(0.95 * len(waits))]:.0f} ms, longest {1000 * waits[-1]:.0f} ms"
    )
    sys.exit(bool(faults) or kept != phones * shapes)


def prepare_session(home: Path) -> tuple[str, tuple[float, float]]:
    """Load the demonstration into a folder, open a drawing session, and tell word and middle."""
    store = Store(home)
    with acting_as(COMMAND_LINE_ACTOR, "coordinator"):
        load_demo(store)
    said = SessionDetails(
        held_on=date.today(),
        age_band="18-29",
        participants=30,
        moment="night",
        facilitator_role="teacher",
        consent=True,
    )
    word = open_drawing(store, DEMO_SLUG, said).join_code
    rows = store.rows("communities/list", slug=DEMO_SLUG)
    store.close()
    return word, _boundary_centre(bytes(rows[0]["boundary"]))


@contextmanager
def serve_app(home: Path) -> Iterator[int]:
    """Serve a folder by the real server until the block is left; gives the port."""
    port = find_free_port()
    server = start_server(home, port)
    try:
        wait_until_healthy(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def start_server(home: Path, port: int, *, address: str = "127.0.0.1") -> subprocess.Popen[bytes]:
    """Start the real server, for its own machine or for others as well."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    options = ["--server.port", str(port), "--server.headless", "true"]
    options += ["--server.address", address]
    return subprocess.Popen(
        [*command, *options],
        cwd=ROOT,
        env={**os.environ, "AMPARO_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def find_free_port() -> int:
    """Find a port that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_until_healthy(port: int, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers, or say that it does not."""
    until = time.monotonic() + STARTUP_TIMEOUT_S
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    msg = "the server does not answer"
    raise RuntimeError(msg)


def _simulate_participant(  # noqa: PLR0913 (a thread's arguments)
    phone: SimulatedPhone,
    word: str,
    centre: tuple[float, float],
    shapes: int,
    seconds: float,
    faults: list[str],
) -> None:
    try:
        phone.join_session(word)
        began = time.monotonic() + (phone.seed % 10) * seconds / shapes / 10
        for number in range(shapes):
            _poll_until(phone, began + number * seconds / shapes)
            phone.draw_area(DEMO_SLUG, centre)
    except (OSError, RuntimeError) as fault:
        faults.append(f"phone {phone.seed}: {fault}")


def _poll_until(phone: SimulatedPhone, until: float) -> None:
    """Ask what is new every few seconds, as the page does, until it is time to draw."""
    while (left := until - time.monotonic()) > 0:
        time.sleep(min(left, POLL_S))
        if left > POLL_S:
            phone.sync_operations(DEMO_SLUG, [])


def _boundary_centre(boundary: bytes) -> tuple[float, float]:
    centre = shapely.from_wkb(boundary).centroid
    return centre.y, centre.x


if __name__ == "__main__":
    main()
