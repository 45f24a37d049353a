"""What every test starts from: a data folder of its own, and the same luck every time in CI."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Two shared cores: how long one example takes says nothing about the code.
settings.register_profile(
    "here", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.register_profile("ci", settings.get_profile("here"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

# The way out asks the weather's host whether it is there; tests ask nobody, but for the one that
# looks at this.
os.environ["AMPARO_EXIT_URL"] = "calendar"


def pytest_collection_finish():
    """Leave what stays to the end out of sweeps: Streamlit sweeps after every run of a screen."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Give each test an empty data folder, so that none touches the data of whoever runs it."""
    folder = tmp_path / "home"
    monkeypatch.setenv("AMPARO_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def real_data():
    """
    Find the folder of real extracts, or skip the test with the reason.

    It is named by `AMPARO_REAL_DATA`, or lies beside the repository as `shared/data`.
    """
    beside = Path(__file__).parents[2] / "shared" / "data"
    folder = Path(os.environ.get("AMPARO_REAL_DATA", beside))
    if not folder.is_dir():
        pytest.skip("no real extracts here; AMPARO_REAL_DATA may name their folder")
    return folder
