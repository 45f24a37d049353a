"""One offline file, built in this process by the app on its path: seconds and memory as JSON."""

from __future__ import annotations

import json
import sys
import time

from benchmarks.memory import peak_memory_mb


def time_capture(slug: str, home: str) -> dict[str, float]:
    """Build the offline file of a community."""
    from geo.capture.capture_file import build_capture_file
    from geo.store import open_store

    store = open_store(home)
    started, clock = time.process_time(), time.perf_counter()
    capture = build_capture_file(store, slug, locale="es")
    told = {
        "cpu_s": time.process_time() - started,
        "clock_s": time.perf_counter() - clock,
        "file_mb": len(capture.html.encode()) / 1e6,
        "tiles": capture.tile_count,
        "highest_zoom": capture.zoom_range[1],
        "peak_mb": peak_memory_mb(),
    }
    store.close()
    return {name: round(value, 2) for name, value in told.items()}


if __name__ == "__main__":
    print(json.dumps(time_capture(sys.argv[1], sys.argv[2])))
