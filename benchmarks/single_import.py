"""One reading of one extract, in this process: seconds and memory as JSON."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.memory import peak_children_mb, peak_memory_mb
from benchmarks.timing import time_call

START_WAIT_S = 3.0  # until the parsing process has loaded its packages


def time_bare_pass(extract: Path) -> float:
    """Let pyosmium hand over every object of the file, and do nothing with it."""
    import osmium

    def walk() -> None:
        for _ in osmium.FileProcessor(str(extract)):
            pass

    return time_call(walk)[0]


def time_full_import(extract: Path) -> float:
    """
    Import into a store of its own: streets, base map, services, all saved.

    The parsing process has started before, as that of a server has.
    """
    from geo.imports.street_import import import_streets
    from geo.model import Community
    from geo.parsing.process import TEMPLATE, warm_up
    from geo.store import communities, open_store
    from geo.store.actor import COMMAND_LINE_ACTOR, acting_as

    warm_up()
    time.sleep(START_WAIT_S)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(folder)
        communities.add_community(store, Community(slug="place", name="place"))
        with acting_as(COMMAND_LINE_ACTOR, "coordinator"):
            seconds, _ = time_call(lambda: import_streets(store, "place", extract))
        store.close()
    TEMPLATE.stop()  # what it held is known once it has ended
    return seconds


if __name__ == "__main__":
    reading = {"bare_pass": time_bare_pass, "import": time_full_import}[sys.argv[1]]
    spent = reading(Path(sys.argv[2]))
    memory_mb = {"memory_mb": peak_memory_mb(), "parsing_mb": peak_children_mb()}
    print(json.dumps({"seconds": spent, **memory_mb}))
