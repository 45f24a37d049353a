"""The real app, served on an installation in a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
STARTUP_TIMEOUT_S = 90
STOP_TIMEOUT_S = 20


@dataclass(frozen=True)
class ServedApp:
    """Address and process id of a running server."""

    url: str
    pid: int


@contextmanager
def serve_demonstration(home: Path, *, root: Path = ROOT) -> Iterator[str]:
    """Load the demonstration into a folder, by the app of `root`, and serve it; its URL."""
    subprocess.run(
        [sys.executable, "-m", "geo", "demo"],
        check=True,
        capture_output=True,
        cwd=root,
        env=_environment(root, home),
    )
    with serve_home(home, root=root) as app:
        yield app.url


@contextmanager
def serve_home(home: Path, *, root: Path = ROOT) -> Iterator[ServedApp]:
    """
    Serve an installation until the block is left.

    Parameters
    ----------
    root
        Folder of the app, such as an earlier version.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serve = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    server = subprocess.Popen(
        [*serve, "--server.port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=root,
        env=_environment(root, home),
    )
    try:
        _wait_until_healthy(f"http://127.0.0.1:{port}/healthz")
        yield ServedApp(f"http://127.0.0.1:{port}", server.pid)
    finally:
        server.terminate()
        try:
            server.wait(timeout=STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            server.kill()


def _environment(root: Path, home: Path) -> dict[str, str]:
    return {**os.environ, "AMPARO_HOME": str(home), "PYTHONPATH": str(root)}


def _wait_until_healthy(url: str) -> None:
    """Wait until a server answers; raise what it raised last where it takes too long."""
    until = time.monotonic() + STARTUP_TIMEOUT_S
    while True:
        try:
            urllib.request.urlopen(url, timeout=2).close()  # noqa: S310  our own server
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return
