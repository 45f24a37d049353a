"""Starting, and ending from outside, of parsing processes."""

from __future__ import annotations

import atexit
import contextlib
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, Protocol, cast

import pyogrio

from geo.parsing.template_process import CPU_LIMIT, CRASHED, ENDED

ROOT = Path(__file__).parents[2]
WORKER_MODULE = "geo.imports.parsing_worker"
READING_DRIVERS = {"GPKG", "FlatGeobuf"}  # of GDAL; both formats are known by their first bytes
CAN_FORK = hasattr(os, "fork") and hasattr(socket, "recv_fds")
END_WAIT_S = 2.0  # from the last message of a process to its end
# All else stays with the server: the passphrase, the data folder, settings of sign-in.
PASSED_VARIABLES = (
    "LANG",
    "LD_LIBRARY_PATH",
    "PATH",
    "PYTHONDONTWRITEBYTECODE",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "TMPDIR",
    "TZ",
)
SET_VARIABLES = {
    "PYTHONPATH": str(ROOT),
    "PYTHONSAFEPATH": "1",
    # One thread each: what forks must have a single one.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "MALLOC_ARENA_MAX": "2",
    "PROJ_NETWORK": "OFF",
    "CPL_VSIL_CURL_ALLOWED_FILENAME": "none",
    "CPL_VSIL_USE_TEMP_FILE_FOR_RANDOM_WRITE": "NO",
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_DRIVER_PATH": "disable",
    "OGR_SQLITE_ALLOW_EXTERNAL_ACCESS": "NO",
    "OGR_SQLITE_LOAD_EXTENSIONS": "",
    "GDAL_NUM_THREADS": "1",
}


class Job(Protocol):
    """A parsing process: where its messages go and come from, how it ended, and its end."""

    @property
    def incoming(self) -> BinaryIO:
        """Where messages to it are written."""

    @property
    def outgoing(self) -> BinaryIO:
        """Where messages from it are read."""

    def wait_for_end(self) -> bytes:
        """Return how it ended, after its last message."""

    def end(self) -> None:
        """Kill it if it still runs, with all that it started, and release its pipes."""


def build_environment(variables: Mapping[str, str]) -> dict[str, str]:
    """Select what a parsing process may know of the server's environment."""
    drivers = sorted(set(pyogrio.list_drivers()) - READING_DRIVERS)
    passed = {name: variables[name] for name in PASSED_VARIABLES if name in variables}
    return {**passed, **SET_VARIABLES, "GDAL_SKIP": ",".join(drivers)}


class ForkedJob:
    """A process forked from the template."""

    def __init__(self, messages: socket.socket, status: socket.socket) -> None:
        self._messages, self._status = messages, status
        self.incoming = messages.makefile("wb")
        self.outgoing = messages.makefile("rb")

    def wait_for_end(self) -> bytes:
        """Return how it ended; a crash where the template cannot tell."""
        self._status.settimeout(END_WAIT_S)
        try:
            return self._status.recv(1) or CRASHED
        except OSError:
            return CRASHED

    def end(self) -> None:
        """Close its sockets; the template kills it then."""
        self._status.close()
        with contextlib.suppress(OSError):
            self._messages.shutdown(socket.SHUT_RDWR)  # wakes threads that read or write
        for stream in (self.incoming, self.outgoing):
            with contextlib.suppress(OSError):
                stream.close()
        self._messages.close()


class SpawnedJob:
    """A process started anew, where the system cannot fork; it takes a second longer."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 (our own module)
            [sys.executable, "-m", WORKER_MODULE, "once"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env=build_environment(os.environ),
            start_new_session=True,
        )
        self.incoming = cast("BinaryIO", self._process.stdin)
        self.outgoing = cast("BinaryIO", self._process.stdout)

    def wait_for_end(self) -> bytes:
        """Return how it ended."""
        try:
            code = self._process.wait(END_WAIT_S)
        except subprocess.TimeoutExpired:
            return CRASHED
        if code == 0:
            return ENDED
        return CPU_LIMIT if code == -24 else CRASHED  # SIGXCPU

    def end(self) -> None:
        """Kill it and wait for it."""
        self._process.kill()
        self._process.wait()
        for stream in (self.incoming, self.outgoing):
            with contextlib.suppress(OSError):
                stream.close()


class Template:
    """The template process of this server, started when it is first used or warmed up."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def start(self) -> None:
        """Start it unless it runs."""
        with self._lock:
            self._ensure_running()

    def fork_job(self) -> ForkedJob:
        """Fork a process for one job; a template that died is started anew, once."""
        with self._lock:
            try:
                return self._send_job(self._ensure_running())
            except OSError:
                self._stop()
                return self._send_job(self._ensure_running())

    def stop(self) -> None:
        """End it, and all that it forked."""
        with self._lock:
            self._stop()

    def _ensure_running(self) -> socket.socket:
        if self._process is not None and self._process.poll() is not None:
            self._stop()
        if self._control is None:
            self._control, remote = socket.socketpair()
            with remote:
                self._process = subprocess.Popen(  # noqa: S603 (our own module)
                    [sys.executable, "-m", WORKER_MODULE],
                    stdin=remote.fileno(),
                    stdout=subprocess.DEVNULL,
                    cwd=ROOT,
                    env=build_environment(os.environ),
                    start_new_session=True,  # an interrupt at the keyboard is the server's
                )
        return self._control

    def _send_job(self, control: socket.socket) -> ForkedJob:
        messages, remote_messages = socket.socketpair()
        status, remote_status = socket.socketpair()
        with remote_messages, remote_status:
            descriptors = [remote_messages.fileno(), remote_status.fileno()]
            try:
                socket.send_fds(control, [b"j"], descriptors)
            except OSError:
                messages.close()
                status.close()
                raise
        return ForkedJob(messages, status)

    def _stop(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            try:
                self._process.wait(END_WAIT_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._control = self._process = None


TEMPLATE = Template()
atexit.register(TEMPLATE.stop)


def start_job() -> Job:
    """Start a process for one job."""
    return TEMPLATE.fork_job() if CAN_FORK else SpawnedJob()


def warm_up() -> None:
    """Start the template process, so that the first file does not wait for it."""
    if CAN_FORK:
        TEMPLATE.start()
