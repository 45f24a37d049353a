"""Kill an import in its middle: the store opens, and holds either all of it or none."""

import signal
import subprocess
import sys
import time

import pytest

from geo.store import open_store
from geo.store.communities import add_community, read_community
from geo.store.layers import count_features
from tests import source_files
from tests.store.napkin import VILLAGE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
ROWS = 30_000
IMPORT = """
import sys
from geo.store import open_store
from tests.feature_edits import add_features
from tests.store.napkin import homes
store = open_store(sys.argv[1])
frame = homes(*range(int(sys.argv[2])))
print("start", flush=True)
add_features(store, "village", "demand", frame, who="coordinator")
print("done", flush=True)
sys.stdin.read()
"""


def kill_after(home, seconds):
    """Start an import, kill it so long after it began to write; None waits until it is done."""
    importing = subprocess.Popen(
        [sys.executable, "-c", IMPORT, home, str(ROWS)],
        cwd=source_files.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with importing:
        assert importing.stdout.readline() == "start\n"
        started = time.perf_counter()
        if seconds is None:
            assert importing.stdout.readline() == "done\n"
        else:
            time.sleep(seconds)
        took = time.perf_counter() - started
        importing.kill()
        importing.stdin.close()
        importing.stdout.read()
    assert importing.returncode == -signal.SIGKILL
    return took


def held(home):
    """Count features and changes, and read the version: three numbers that belong together."""
    store = open_store(home)
    with store.cursor() as cursor:
        (changes,) = cursor.execute("select count(*) from change").fetchone()
    features = count_features(store, "village").get("demand", 0)
    version = read_community(store, "village").layers_version
    store.close()
    return features, changes, version


@pytest.mark.slow
def test_killed_at_any_moment_it_is_all_or_nothing(tmp_path):
    def fresh(name):
        store = open_store(tmp_path / name)
        add_community(store, VILLAGE)
        store.close()
        return tmp_path / name

    whole = fresh("whole")
    took = kill_after(whole, None)
    assert held(whole) == (ROWS, ROWS, 1)  # acknowledged, then killed: all there
    seen = []
    for share in (0.05, 0.25, 0.5, 0.7, 0.85, 0.95):
        home = fresh(f"at-{share}")
        kill_after(home, took * share)
        seen.append(held(home))
    assert set(seen) <= {(0, 0, 0), (ROWS, ROWS, 1)}
    assert (0, 0, 0) in seen
