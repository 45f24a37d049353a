"""The work of one parsing process: read a request, run its task within limits, write the result."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from geo.errors import AmparoError, ParsingMemoryError
from geo.parsing.error_encoding import encode_error, encode_fault
from geo.parsing.limits import ParsingLimits, apply_limits, raise_memory_limit
from geo.parsing.memory_file import memory_file
from geo.parsing.messages import (
    BLOB,
    CHUNK_BYTES,
    CONTENT,
    ERROR,
    PROGRESS,
    REQUEST,
    RESULT,
    BrokenMessageError,
    read_exactly,
    read_header,
    write_message,
)
from geo.parsing.source import SourceFile
from geo.parsing.value_encoding import decode_value, encode_value

Task = Callable[..., object]
# What Python code would open a connection or start a program with.
FORBIDDEN_EVENTS = (
    "socket.connect",
    "socket.getaddrinfo",
    "subprocess.Popen",
    "os.exec",
    "os.fork",
)
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000  # of linux/sched.h


class ForbiddenActionError(Exception):
    """Parsing tried to open a connection or to start a program."""


def run_worker(tasks: Mapping[str, Task], incoming: BinaryIO, outgoing: BinaryIO) -> None:
    """
    Run the one task of this process.

    Parameters
    ----------
    tasks
        Functions by name. Each takes a `SourceFile`, keyword arguments, and `progress`, which it
        may call with a share and a message key.
    incoming, outgoing
        Messages from and to the parent.
    """
    request = json.loads(_read_message(incoming, REQUEST))
    limits = ParsingLimits(**request["limits"])
    _cut_off_network()
    apply_limits(limits)
    with _ErrorReport(outgoing, limits):
        _run_task(tasks[request["task"]], request, incoming, outgoing)


def _run_task(task: Task, request: dict[str, Any], incoming: BinaryIO, outgoing: BinaryIO) -> None:
    blobs = [_read_message(incoming, BLOB) for _ in range(request["blobs"])]
    arguments = decode_value(request["arguments"].encode(), blobs)

    def report_progress(share: float, key: str) -> None:
        write_message(outgoing, PROGRESS, json.dumps([share, key]).encode())

    with _receive_source(request, incoming) as source:
        result = task(source, progress=report_progress, **arguments)
    document, encoded = encode_value(result)
    for blob in encoded:
        write_message(outgoing, BLOB, blob)
    write_message(outgoing, RESULT, document)


class _ErrorReport:
    """Context manager that reports an exception of any class to the parent."""

    def __init__(self, outgoing: BinaryIO, limits: ParsingLimits) -> None:
        self._outgoing, self._limits = outgoing, limits

    def __enter__(self) -> None:
        """Do nothing on entry."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        _: TracebackType | None,
    ) -> bool:
        """Report the exception; return True to suppress it."""
        if error is None or isinstance(error, BrokenPipeError):
            return True  # reported already, or nobody listens any more
        raise_memory_limit()
        write_message(self._outgoing, ERROR, self._encode(error))
        return True

    def _encode(self, error: BaseException) -> bytes:
        # GEOS and libosmium hand on the end of memory as an error of their own.
        causes = (error, error.__cause__)
        if any(isinstance(one, MemoryError) or "bad_alloc" in str(one) for one in causes):
            return encode_error(ParsingMemoryError(file="", most=self._limits.memory_mb))
        return encode_error(error) if isinstance(error, AmparoError) else encode_fault(error)


def _read_message(stream: BinaryIO, expected_kind: bytes) -> bytes:
    kind, length = read_header(stream)
    if kind != expected_kind:
        raise BrokenMessageError
    return read_exactly(stream, length)


@contextlib.contextmanager
def _receive_source(request: dict[str, Any], incoming: BinaryIO) -> Iterator[SourceFile]:
    if request["path"] is not None:
        yield SourceFile(request["name"], path=Path(request["path"]))
        return
    kind, length = read_header(incoming)
    if kind != CONTENT:
        raise BrokenMessageError
    if not request["as_file"]:
        yield SourceFile(request["name"], content=read_exactly(incoming, length))
        return
    with memory_file(request["folder"]) as path:
        with path.open("wb") as file:
            while length:
                chunk = read_exactly(incoming, min(length, CHUNK_BYTES))
                file.write(chunk)
                length -= len(chunk)
        yield SourceFile(request["name"], path=path)


def _cut_off_network() -> None:
    """Leave this process without network: by the kernel where it permits it, and in Python."""
    if sys.platform == "linux":
        # Root needs no user namespace, and would lose its rights to files in one.
        flags = _CLONE_NEWNET if os.geteuid() == 0 else _CLONE_NEWUSER | _CLONE_NEWNET
        ctypes.CDLL(None).unshare(flags)  # refused in some containers: the rest must hold then
    sys.addaudithook(_forbid_events)


def _forbid_events(event: str, _: tuple[object, ...]) -> None:
    if event in FORBIDDEN_EVENTS:
        raise ForbiddenActionError(event)
