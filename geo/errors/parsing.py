"""Errors of parsing processes: limits of time, memory and output, and the queue before them."""

from __future__ import annotations

from geo.errors.base import AmparoError


class ParsingError(AmparoError):
    """Base class of errors of parsing processes."""

    key = "error.parsing"


class ParsingTimeError(ParsingError):
    """Parsing took longer than its time limit."""

    key = "error.parsing_time"


class ParsingMemoryError(ParsingError):
    """Parsing needed more than its memory limit."""

    key = "error.parsing_memory"


class ParsingOutputError(ParsingError):
    """Parsing yielded more than its output limit."""

    key = "error.parsing_output"


class ParsingCrashError(ParsingError):
    """The process ended without a result."""

    key = "error.parsing_crash"


class ParsingBusyError(ParsingError):
    """No process was free in time."""

    key = "error.parsing_busy"
