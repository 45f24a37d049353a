"""
Parsing of one file in a process of its own: `parse_file` sends it there and returns the result.

The process is killed at its time limits, when it sends more than its output limit, and when the
caller leaves. Every end is an exact error.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import queue
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from geo.errors import (
    AmparoError,
    ParsingBusyError,
    ParsingCrashError,
    ParsingMemoryError,
    ParsingOutputError,
    ParsingTimeError,
)
from geo.model import ProgressCallback
from geo.parsing.error_encoding import decode_error
from geo.parsing.limits import MEGABYTE, ParsingLimits
from geo.parsing.messages import (
    BLOB,
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
from geo.parsing.process import CAN_FORK, Job, start_job
from geo.parsing.source import SourceFile
from geo.parsing.template_process import CPU_LIMIT, NO_MEMORY
from geo.parsing.value_encoding import ForbiddenValueError, decode_value, encode_value
from geo.parsing.waiting_queue import PlaceCallback, WaitingQueue

MAX_WAIT_S = 120  # in the queue
MAX_PROCESSES = max(1, min(2, os.cpu_count() or 1))
THREAD_WAIT_S = 5.0  # until a thread notices that its process was killed
LAYER_QUEUE = WaitingQueue(MAX_PROCESSES)
STREET_QUEUE = WaitingQueue(1)  # minutes each, and gigabytes: layers do not wait behind them
_TOO_MUCH = b"!"  # kind of a message that exceeds the output limit
T = TypeVar("T")
_logger = logging.getLogger("amparo.parsing")


@dataclass(frozen=True)
class ParsingTask:
    """
    A task that a parsing process can run.

    Attributes
    ----------
    name
        Key of the worker's functions.
    as_file
        Whether its reader needs a path; an upload is given one in memory then.
    """

    name: str
    limits: ParsingLimits
    waiting_queue: WaitingQueue
    as_file: bool = False


def parse_file(
    task: ParsingTask,
    source: SourceFile,
    *,
    progress: ProgressCallback | None = None,
    on_place: PlaceCallback | None = None,
    **arguments: object,
) -> Any:  # noqa: ANN401 (the result of the task)
    """
    Run a task on a file in a new process.

    Parameters
    ----------
    progress
        Called with the progress that the task reports, by this thread; may raise to stop it.
    on_place
        Called with the place in the queue while it waits.
    **arguments
        Keyword arguments of the task: plain values and geometries.

    Raises
    ------
    ParsingBusyError
        If no process was free in time.
    ParsingTimeError, ParsingMemoryError, ParsingOutputError
        If the process reached one of its limits.
    ParsingCrashError
        If it ended in another way without a result.
    AmparoError
        What the task raises.
    """
    with task.waiting_queue.hold_slot(max_wait_s=MAX_WAIT_S, on_place=on_place) as acquired:
        if not acquired:
            raise ParsingBusyError(file=source.name, seconds=MAX_WAIT_S)
        with contextlib.ExitStack() as stack:
            folder = None
            if task.as_file and source.content is not None and not CAN_FORK:
                folder = stack.enter_context(tempfile.TemporaryDirectory())
            job = start_job()
            conversation = _Conversation(job, source, task.limits)
            stack.callback(conversation.end)
            conversation.send(_build_request(task, source, arguments, folder))
            return conversation.receive_result(progress)


def _build_request(
    task: ParsingTask, source: SourceFile, arguments: dict[str, object], folder: str | None
) -> list[tuple[bytes, bytes]]:
    document, blobs = encode_value(arguments)
    header = {
        "task": task.name,
        "name": source.name,
        "path": None if source.path is None else str(source.path.absolute()),
        "limits": asdict(task.limits),
        "arguments": document.decode(),
        "blobs": len(blobs),
        "as_file": task.as_file,
        "folder": folder,
    }
    messages = [(REQUEST, json.dumps(header).encode()), *((BLOB, blob) for blob in blobs)]
    if source.content is not None:
        messages.append((CONTENT, source.content))
    return messages


class _Conversation:
    """The messages of one job, sent and received by threads, within its limits."""

    def __init__(self, job: Job, source: SourceFile, limits: ParsingLimits) -> None:
        self._job, self._source, self._limits = job, source, limits
        self._deadline = time.monotonic() + limits.seconds
        # Bounded, so that a process that talks without end waits instead of filling the memory.
        self._received: queue.Queue[tuple[bytes, bytes] | None] = queue.Queue(maxsize=8)
        self._ended = threading.Event()
        self._threads: list[threading.Thread] = []

    def send(self, messages: list[tuple[bytes, bytes]]) -> None:
        for work in (lambda: self._write_all(messages), self._read_all):
            thread = threading.Thread(target=work, name="parsing", daemon=True)
            thread.start()
            self._threads.append(thread)

    def end(self) -> None:
        self._ended.set()
        self._job.end()
        for thread in self._threads:
            thread.join(THREAD_WAIT_S)

    def receive_result(self, progress: ProgressCallback | None) -> Any:  # noqa: ANN401 (any)
        blobs: list[bytes] = []
        for kind, payload in self._messages():
            if kind == PROGRESS and progress is not None:
                share, key = self._decode(_decode_progress, payload)
                progress(share, key)
            elif kind == BLOB:
                blobs.append(payload)
            elif kind == RESULT:
                return self._decode(decode_value, payload, blobs)
            elif kind == ERROR:
                raise self._decode_error(payload)
        raise self._explain_end()

    def _messages(self) -> Iterator[tuple[bytes, bytes]]:
        received_bytes = 0
        while True:
            remaining_s = self._deadline - time.monotonic()
            try:
                message = self._received.get(timeout=max(0.0, remaining_s))
            except queue.Empty:
                raise ParsingTimeError(
                    file=self._source.name, seconds=round(self._limits.seconds)
                ) from None
            if message is None:
                return
            received_bytes += len(message[1])
            if message[0] == _TOO_MUCH or received_bytes > self._limits.output_mb * MEGABYTE:
                raise ParsingOutputError(file=self._source.name, most=self._limits.output_mb)
            yield message

    def _write_all(self, messages: list[tuple[bytes, bytes]]) -> None:
        with contextlib.suppress(OSError, ValueError):  # it ended, or was ended
            for kind, payload in messages:
                write_message(self._job.incoming, kind, payload)

    def _read_all(self) -> None:
        with contextlib.suppress(OSError, ValueError, BrokenMessageError):
            while True:
                kind, length = read_header(self._job.outgoing)
                if length > self._limits.output_mb * MEGABYTE:
                    self._put((_TOO_MUCH, b""))
                    break
                self._put((kind, read_exactly(self._job.outgoing, length)))
        self._put(None)

    def _put(self, message: tuple[bytes, bytes] | None) -> None:
        while not self._ended.is_set():
            with contextlib.suppress(queue.Full):
                self._received.put(message, timeout=0.5)
                return

    def _decode(self, decode: Callable[..., T], *encoded: object) -> T:
        try:
            return decode(*encoded)
        except (ForbiddenValueError, ValueError, TypeError) as error:
            raise ParsingCrashError(file=self._source.name) from error

    def _decode_error(self, payload: bytes) -> AmparoError:
        with contextlib.suppress(ForbiddenValueError):
            return decode_error(payload, file=self._source.name)
        _logger.error("fault while parsing: %s", payload[:500])
        return ParsingCrashError(file=self._source.name)

    def _explain_end(self) -> AmparoError:
        end = self._job.wait_for_end()
        if end == NO_MEMORY:
            return ParsingMemoryError(file=self._source.name, most=self._limits.memory_mb)
        if end == CPU_LIMIT:
            return ParsingTimeError(file=self._source.name, seconds=round(self._limits.cpu_seconds))
        _logger.error("parsing process ended without a result")
        return ParsingCrashError(file=self._source.name)


def _decode_progress(payload: bytes) -> tuple[float, str]:
    share, key = json.loads(payload)
    return float(share), str(key)
