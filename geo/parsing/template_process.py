"""
The process that parsing processes are forked from: it has imported all readers, and reads nothing.

Importing them takes a second; a fork takes milliseconds. It has one thread of Python, so that a
fork copies no lock that another thread holds. Each fork parses one file and ends.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import socket
import sys
from collections.abc import Mapping
from typing import NoReturn

from geo.parsing.worker import Task, run_worker

CONTROL_DESCRIPTOR = 0  # standard input: a socket to the server
MAX_STDERR_BYTES = 65_536
# What libraries write before they abort for want of memory.
MEMORY_MESSAGES = (b"bad_alloc", b"ut of memory", b"MemoryError", b"annot allocate memory")
ENDED, NO_MEMORY, CPU_LIMIT, CRASHED = b"0", b"m", b"t", b"c"  # how a fork ended


class _Fork:
    """A forked process, the socket on which its end is reported, and what it wrote to stderr."""

    def __init__(self, pid: int, status: socket.socket, stderr: int) -> None:
        self.pid, self.status, self.stderr = pid, status, stderr

    def kill(self) -> None:
        # It was not waited for yet, so that its number belongs to no other process.
        for kill in (os.killpg, os.kill):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                kill(self.pid, signal.SIGKILL)

    def report_end(self, status: int) -> None:
        with contextlib.suppress(BlockingIOError, OSError):
            self.status.send(_describe_end(status, _read_available(self.stderr)))
        self.close()

    def close(self) -> None:
        self.status.close()
        os.close(self.stderr)


class TemplateProcess:
    """
    Loop of the template process.

    The server sends one byte and two sockets a job: one for its messages, one for its end. Where
    the server closes the second one, the job is killed; where it closes the control socket, or
    dies, all of them are.
    """

    def __init__(self, tasks: Mapping[str, Task]) -> None:
        self._tasks = tasks
        self._control = socket.socket(fileno=os.dup(CONTROL_DESCRIPTOR))
        self._forks: dict[int, _Fork] = {}
        self._wake_reader, self._wake_writer = os.pipe()
        for descriptor in (self._wake_reader, self._wake_writer):
            os.set_blocking(descriptor, False)

    def run(self) -> None:
        """Fork jobs until the server closes the control socket."""
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(null, descriptor)
        os.close(null)
        signal.set_wakeup_fd(self._wake_writer)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        gc.collect()
        gc.freeze()
        try:
            while self._wait_for_event():
                self._collect_ended()
        finally:
            for fork in self._forks.values():
                fork.kill()

    def _wait_for_event(self) -> bool:
        by_socket = {fork.status: fork for fork in self._forks.values()}
        watched: list[socket.socket | int] = [self._control, self._wake_reader, *by_socket]
        readable, _, _ = select.select(watched, [], [])
        if self._wake_reader in readable:
            with contextlib.suppress(BlockingIOError):
                os.read(self._wake_reader, 4096)
        for fork in [fork for one, fork in by_socket.items() if one in readable]:
            fork.kill()  # the server closed its end, it never writes
            os.waitpid(fork.pid, 0)
            self._forks.pop(fork.pid).close()
        return self._control not in readable or self._start_job()

    def _start_job(self) -> bool:
        try:
            message, descriptors, _, _ = socket.recv_fds(self._control, 1, 2)
        except OSError:
            return False
        if not message or len(descriptors) != 2:
            return False
        stderr_reader, stderr_writer = os.pipe()
        os.set_blocking(stderr_reader, False)
        os.set_blocking(stderr_writer, False)  # a talkative process does not wait for a reader
        pid = os.fork()
        if pid == 0:
            os.dup2(stderr_writer, 2)
            for descriptor in (descriptors[1], stderr_reader, stderr_writer):
                os.close(descriptor)
            self._run_fork(descriptors[0])
        os.close(descriptors[0])
        os.close(stderr_writer)
        status = socket.socket(fileno=descriptors[1])
        status.setblocking(False)
        self._forks[pid] = _Fork(pid, status, stderr_reader)
        return True

    def _run_fork(self, descriptor: int) -> NoReturn:
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.setsid()
            self._control.close()
            for fork in self._forks.values():
                fork.close()
            os.close(self._wake_reader)
            os.close(self._wake_writer)
            with socket.socket(fileno=descriptor) as job:
                run_worker(self._tasks, job.makefile("rb"), job.makefile("wb"))
            code = 0
        finally:
            os._exit(code)

    def _collect_ended(self) -> None:
        for pid in list(self._forks):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                self._forks.pop(pid).report_end(status)


def run_once(tasks: Mapping[str, Task]) -> None:
    """Run one job on standard input and output, for systems that cannot fork."""
    run_worker(tasks, sys.stdin.buffer, sys.stdout.buffer)


def _describe_end(status: int, stderr: bytes) -> bytes:
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0:
        return ENDED
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
        return CPU_LIMIT
    return NO_MEMORY if any(text in stderr for text in MEMORY_MESSAGES) else CRASHED


def _read_available(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, MAX_STDERR_BYTES)
    except BlockingIOError:
        return b""
