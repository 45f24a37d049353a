"""Limits of one parsing process: time, memory, output; applied by the process and its parent."""

from __future__ import annotations

import math
import os
import sys
from dataclasses import dataclass

MEGABYTE = 1024 * 1024
NICENESS = 10  # added to the process; threads that respond to requests come first
MAX_OPEN_FILES = 64
# Left between the soft and the hard limit, with which the process reports that memory ran out.
REPORT_MEMORY_MB = 64


@dataclass(frozen=True)
class ParsingLimits:
    """
    Limits of a parsing process.

    Attributes
    ----------
    cpu_seconds
        Processor time of the process [s], of all its threads; the system ends it then.
    seconds
        Elapsed time from the moment the process starts [s]; the parent kills it then. Several times
        the processor time: on a machine that others use, an honest file waits for its turn.
    memory_mb
        Address space above what an idle process has [MB].
    output_mb
        Bytes that the parent accepts [MB].
    written_mb
        Largest file that it may write [MB].
    """

    cpu_seconds: float
    seconds: float
    memory_mb: int
    output_mb: int
    written_mb: int


# 100,000 areas in GeoJSON of 45 MB take eleven seconds of a processor and 600 MB.
LAYER_LIMITS = ParsingLimits(
    cpu_seconds=60, seconds=300, memory_mb=1024, output_mb=256, written_mb=0
)
# A city takes seconds; the most objects that geo/osm/memory_limit.py permits take a minute.
STREET_LIMITS = ParsingLimits(
    cpu_seconds=300, seconds=900, memory_mb=4096, output_mb=1024, written_mb=2048
)


def apply_limits(limits: ParsingLimits) -> None:
    """
    Limit this process; irreversible.

    Notes
    -----
    Address space, processor time and file sizes are limits of Linux. macOS does not enforce the
    first, Windows has none of them: there the parent's elapsed time and output limits hold alone.
    """
    if sys.platform == "win32":
        return
    import resource

    os.nice(NICENESS)
    current_bytes = _read_address_space_bytes()
    soft_bytes = current_bytes + limits.memory_mb * MEGABYTE
    cpu_seconds = math.ceil(limits.cpu_seconds)
    values = {
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_FSIZE: (limits.written_mb * MEGABYTE,) * 2,
        resource.RLIMIT_NOFILE: (MAX_OPEN_FILES,) * 2,
        resource.RLIMIT_CPU: (cpu_seconds, cpu_seconds + 1),
    }
    if current_bytes:
        values[resource.RLIMIT_AS] = (soft_bytes, soft_bytes + REPORT_MEMORY_MB * MEGABYTE)
    for kind, value in values.items():
        _, hard = resource.getrlimit(kind)
        if hard != resource.RLIM_INFINITY:
            value = (min(value[0], hard), min(value[1], hard))
        resource.setrlimit(kind, value)


def raise_memory_limit() -> None:
    """Raise the soft memory limit to the hard one, so that the end of memory can be reported."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _read_address_space_bytes() -> int:
    """Return the address space of this process [bytes]; 0 where the system does not report it."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 (no Path needed)
            pages = int(file.read().split()[0])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
