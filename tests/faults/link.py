"""
A slow link that loses packets, between this machine and a network of its own.

What runs within it (`Link.within`) reaches this machine at `HERE` only. The kernel's `netem` delays
and drops the packets where it is there; elsewhere a relay does, packet by packet, so that what is
lost is sent again by the kernel's own TCP in both cases.
"""

from __future__ import annotations

import fcntl
import heapq
import os
import random
import select
import shutil
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

HERE, THERE = "10.77.0.1", "10.77.0.2"
SPACE = "amparo-far"
NEAR, FAR = "amparo-near", "amparo-far"  # names of the two ends
TUN = Path("/dev/net/tun")
_TUNSETIFF = 0x400454CA
_IFF_TUN, _IFF_NO_PI = 0x0001, 0x1000
_LARGEST = 65_536  # bytes of a packet


def missing() -> str | None:
    """Tell what this machine lacks for such a link; None where nothing."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        return "a network of its own takes an administrator of Linux"
    if not shutil.which("ip"):
        return "the program ip is not installed (package iproute2)"
    if not TUN.exists():
        return "this machine has no /dev/net/tun"
    if _run("ip", "netns", "add", f"{SPACE}-try"):
        return "this machine lets nobody make a network of its own"
    _run("ip", "netns", "del", f"{SPACE}-try")
    return None


class Link:
    """
    The link.

    Attributes
    ----------
    by
        Which one delays: `netem` or `relay`.
    """

    def __init__(self, by: str) -> None:
        self.by = by

    def within(self, *command: str) -> list[str]:
        """Give a command that runs at the far end."""
        return ["ip", "netns", "exec", SPACE, *command]

    def cut(self) -> None:
        """Let nothing through any more."""
        _do("ip", "link", "set", NEAR, "down")

    def mend(self) -> None:
        """Let packets through again."""
        _do("ip", "link", "set", NEAR, "up")


@contextmanager
def link(*, round_trip_ms: float, loss: float) -> Iterator[Link]:
    """
    Lay a link until the block is left.

    Parameters
    ----------
    round_trip_ms
        Half of it each way.
    loss
        Share of the packets that are lost, each way.
    """
    _do("ip", "netns", "add", SPACE)
    try:
        if _netem(round_trip_ms, loss):
            yield Link("netem")
            return
        with _relay(round_trip_ms / 2000, loss):
            yield Link("relay")
    finally:
        _run("ip", "link", "del", NEAR)
        _do("ip", "netns", "del", SPACE)


def _netem(round_trip_ms: float, loss: float) -> bool:
    _do("ip", "link", "add", NEAR, "type", "veth", "peer", "name", FAR, "netns", SPACE)
    _addresses()
    how = ["root", "netem", "delay", f"{round_trip_ms / 2}ms", "loss", f"{100 * loss}%"]
    near = ("tc", "qdisc", "add", "dev", NEAR, *how)
    far = ("ip", "netns", "exec", SPACE, "tc", "qdisc", "add", "dev", FAR, *how)
    if not _run(*near) and not _run(*far):
        return True
    _do("ip", "link", "del", NEAR)
    return False


@contextmanager
def _relay(delay_s: float, loss: float) -> Iterator[None]:
    near, far = _end(NEAR), _end(FAR)
    done = threading.Event()
    try:
        _do("ip", "link", "set", FAR, "netns", SPACE)
        _addresses()
        carries = threading.Thread(target=_carry, args=((near, far), delay_s, loss, done))
        carries.start()
        try:
            yield
        finally:
            done.set()
            carries.join()
    finally:
        os.close(near)
        os.close(far)


def _end(name: str) -> int:
    opened = os.open(TUN, os.O_RDWR | os.O_NONBLOCK)
    asked = struct.pack("16sH", name.encode(), _IFF_TUN | _IFF_NO_PI)
    fcntl.ioctl(opened, _TUNSETIFF, asked)
    return opened


def _addresses() -> None:
    _do("ip", "addr", "add", HERE, "peer", THERE, "dev", NEAR)
    _do("ip", "link", "set", NEAR, "up")
    far = ("ip", "netns", "exec", SPACE, "ip")
    _do(*far, "addr", "add", THERE, "peer", HERE, "dev", FAR)
    _do(*far, "link", "set", FAR, "up")
    _do(*far, "link", "set", "lo", "up")


def _carry(ends: tuple[int, int], delay_s: float, loss: float, done: threading.Event) -> None:
    chance = random.Random(1)
    waiting: list[tuple[float, int, int, bytes]] = []  # when, in which order, to which end, what
    order = 0
    while not done.is_set():
        left = max(0.0, waiting[0][0] - time.monotonic()) if waiting else 0.1
        heard, _, _ = select.select(ends, [], [], min(left, 0.1))
        for end in heard:
            packet = _read(end)
            if packet and chance.random() >= loss:
                order += 1
                to = ends[1] if end == ends[0] else ends[0]
                heapq.heappush(waiting, (time.monotonic() + delay_s, order, to, packet))
        while waiting and waiting[0][0] <= time.monotonic():
            _, _, to, packet = heapq.heappop(waiting)
            _write(to, packet)


def _read(end: int) -> bytes:
    try:
        return os.read(end, _LARGEST)
    except OSError:  # an end that is down has nothing
        return b""


def _write(end: int, packet: bytes) -> None:
    try:
        os.write(end, packet)
    except OSError:  # an end that is down takes nothing: the packet is lost
        return


def _run(*command: str) -> int:
    return subprocess.run(command, capture_output=True, check=False).returncode


def _do(*command: str | Sequence[str]) -> None:
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode:
        message = f"{' '.join(map(str, command))}: {done.stderr.strip()}"
        raise RuntimeError(message)
