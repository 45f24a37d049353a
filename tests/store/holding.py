"""Holds a store open, as the server does, until its input ends: `python -m tests.store.holding`."""

from __future__ import annotations

import sys

from geo.privacy.snapshot_disclosure import record_request
from geo.store import open_store
from geo.store.opening import serve_snapshots

if __name__ == "__main__":
    if sys.argv[2] == "serving":
        serve_snapshots(record_request)
    store = open_store(sys.argv[1])
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        if line == "rewrite\n":
            store.rewrite_file()
        sys.stdout.write("done\n")
        sys.stdout.flush()
    store.close()
