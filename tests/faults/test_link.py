"""The slow link itself: what is at its far end reaches this machine, and not while it is cut."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading

import pytest

from tests.faults.link import HERE, Link, link, missing

ASKS = (
    "import socket, sys;"
    "line = socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=3);"
    "line.sendall(b'a' * 20000); line.shutdown(socket.SHUT_WR); print(line.recv(5).decode())"
)


@pytest.fixture
def counting():
    """Answer everybody with how many bytes came."""
    with socket.create_server(("0.0.0.0", 0)) as listens:
        listens.settimeout(0.2)
        done = threading.Event()

        def answer() -> None:
            while not done.is_set():
                try:
                    line, _ = listens.accept()
                except TimeoutError:
                    continue
                with line:
                    heard = 0
                    while part := line.recv(4096):
                        heard += len(part)
                    line.sendall(str(heard).encode())

        answers = threading.Thread(target=answer)
        answers.start()
        yield listens.getsockname()[1]
        done.set()
        answers.join()


def asked(far: Link, port: int) -> subprocess.CompletedProcess[str]:
    command = far.within(sys.executable, "-c", ASKS, HERE, str(port))
    return subprocess.run(command, capture_output=True, text=True)


def test_all_of_it_arrives_though_packets_are_lost_and_nothing_while_it_is_cut(counting):
    if lacking := missing():
        pytest.skip(lacking)
    with link(round_trip_ms=20, loss=0.05) as far:
        assert asked(far, counting).stdout == "20000\n"
        far.cut()
        refused = asked(far, counting)
        assert refused.returncode == 1
        assert "TimeoutError" in refused.stderr
        far.mend()
        assert asked(far, counting).stdout == "20000\n"
