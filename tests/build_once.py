"""
What is expensive to build is built by one worker of a run, and read or copied by all.

Workers of pytest-xdist are processes. What they share lies in the base temp folder of the run,
which is made anew each time, so nothing of an earlier run is ever taken for this one's.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

BUILT_WITHIN_S = 300


def build_once(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], object]) -> Path:
    """
    Build a folder, unless another worker has built it or is at it; wait until it is there.

    Parameters
    ----------
    factory
        The session fixture `tmp_path_factory`.
    name
        Of what is built; workers that ask for the same name share it.
    build
        Fills an empty folder, and closes every file in it.

    Returns
    -------
    folder
        To be read or copied, never to be changed.
    """
    base = factory.getbasetemp()
    run = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, built, failed = (run / f"built-{name}{end}" for end in ("", ".done", ".failed"))
    try:
        folder.mkdir()  # one process alone succeeds
    except FileExistsError:
        until = time.monotonic() + BUILT_WITHIN_S
        while not built.exists():
            if failed.exists() or time.monotonic() > until:
                pytest.fail(f"{name} was not built by the worker that began it")
            time.sleep(0.05)
        return folder
    try:
        build(folder)
    except BaseException:
        failed.touch()
        raise
    built.touch()
    return folder
