"""A file is parsed in a process of its own: within limits, ended from outside, told nothing."""

from __future__ import annotations

import os
import sys
import threading
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.errors import (
    LayerFormatError,
    LayerRowsError,
    ParsingBusyError,
    ParsingCrashError,
    ParsingMemoryError,
    ParsingOutputError,
    ParsingTimeError,
)
from geo.formats.findings import FindingText, RowFinding
from geo.imports import file_parsing
from geo.imports.area_search import NamedAreas
from geo.language import gettext, list_locales
from geo.parsing import process, service
from geo.parsing.error_encoding import decode_error, encode_error
from geo.parsing.limits import LAYER_LIMITS
from geo.parsing.source import SourceFile
from geo.parsing.value_encoding import ForbiddenValueError, decode_value, encode_value
from geo.parsing.waiting_queue import WaitingQueue

POINTS = b"lat,lon,people\n1,2,3\n4,5,6\n"
DEMO = Path(__file__).parents[2] / "data" / "demo"


def crossing_polygon(corners: int) -> bytes:
    """Write an outline that crosses itself about so many times as it has corners, squared."""
    angles = np.arange(corners) * (2 * np.pi * 0.49)
    ring = np.c_[np.cos(angles), np.sin(angles)].round(5)
    shape = shapely.Polygon([*ring, ring[0]])
    feature = (
        f'{{"type":"Feature","properties":{{"name":"a"}},"geometry":{shapely.to_geojson(shape)}}}'
    )
    return feature.encode()


def run(task, content, *, name="casas.csv", layer="demand", limits=None, **options):
    changed = replace(task, limits=limits or task.limits)
    options = {"layer": layer, "table": None, **options} if task.name == "layer" else options
    return service.parse_file(changed, SourceFile(name, content=content), **options)


def children_of(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def check_sentence(error):
    for locale in list_locales():
        text = gettext(error.key, locale, **error.placeholders)
        assert "casas" in text
        assert "{" not in text


def test_what_comes_back_is_what_the_reader_read_here():
    there = file_parsing.parse_layer(DEMO / "services.geojson", "services")
    from geo.formats.reading import read_layer_file

    here = file_parsing.examine_file(
        read_layer_file(DEMO / "services.geojson", "services"), "services"
    )
    pd.testing.assert_frame_equal(
        pd.DataFrame(there.checked.frame.drop(columns="geometry")),
        pd.DataFrame(here.checked.frame.drop(columns="geometry")),
    )
    assert there.checked.frame.geometry.geom_equals(here.checked.frame.geometry).all()
    assert there.checked.frame.crs == here.checked.frame.crs
    assert replace(there, checked=None) == replace(here, checked=None)


TIME_LIMITS = [{"seconds": 1}]
if sys.platform != "win32":
    TIME_LIMITS.append({"cpu_seconds": 1})


@pytest.mark.parametrize("limits", TIME_LIMITS, ids=lambda one: next(iter(one)))
def test_a_file_that_takes_too_long_is_ended(limits):
    with pytest.raises(ParsingTimeError) as raised:
        run(
            file_parsing.LAYER_TASK,
            crossing_polygon(3000),
            name="casas.geojson",
            layer="zones",
            limits=replace(LAYER_LIMITS, **limits),
        )
    assert raised.value.placeholders == {"file": "casas.geojson", "seconds": 1}
    check_sentence(raised.value)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit address space")
def test_a_file_that_fills_the_memory_is_refused():
    content = POINTS + b"1,2,3\n" * 400_000
    with pytest.raises(ParsingMemoryError) as raised:
        run(file_parsing.LAYER_TASK, content, limits=replace(LAYER_LIMITS, memory_mb=20))
    assert raised.value.placeholders == {"file": "casas.csv", "most": 20}
    check_sentence(raised.value)


def test_a_result_above_the_output_limit_is_refused():
    with pytest.raises(ParsingOutputError) as raised:
        run(file_parsing.LAYER_TASK, POINTS, limits=replace(LAYER_LIMITS, output_mb=0))
    check_sentence(raised.value)


def test_a_process_that_ends_without_a_result_is_a_crash():
    with pytest.raises(ParsingCrashError) as raised:
        run(replace(file_parsing.TABLES_TASK, name="no such task"), POINTS)
    check_sentence(raised.value)


@pytest.mark.skipif(not process.CAN_FORK, reason="nothing is forked here")
def test_whoever_leaves_ends_the_process():
    class LeftError(Exception):
        pass

    def leave(share, key):
        raise LeftError

    with pytest.raises(LeftError):
        file_parsing.parse_streets(DEMO / "chancala.osm", progress=leave)
    pid = process.TEMPLATE._process.pid
    deadline = time.monotonic() + 20
    while children_of(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert children_of(pid) == []


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_the_processes_know_no_passphrase_and_no_data_folder(monkeypatch):
    monkeypatch.setenv("AMPARO_PASSPHRASE", "una frase muy larga")
    process.TEMPLATE.stop()
    assert run(file_parsing.LAYER_TASK, POINTS).rows == 2
    environment = Path(f"/proc/{process.TEMPLATE._process.pid}/environ").read_bytes()
    assert b"AMPARO" not in environment
    assert b"una frase" not in environment
    assert b"PROJ_NETWORK=OFF" in environment


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_the_template_has_one_thread_of_python():
    """A fork copies the locks of all threads, and only one thread: the others' stay locked."""
    process.warm_up()
    run(file_parsing.LAYER_TASK, POINTS)
    pid = process.TEMPLATE._process.pid
    names = [(task / "comm").read_text().strip() for task in Path(f"/proc/{pid}/task").iterdir()]
    assert len(names) <= 2, names  # DuckDB's allocator keeps one


@pytest.mark.skipif(not process.CAN_FORK, reason="nothing is forked here")
def test_a_template_that_was_killed_is_started_anew():
    process.warm_up()
    process.TEMPLATE._process.kill()
    process.TEMPLATE._process.wait()
    assert run(file_parsing.LAYER_TASK, POINTS).rows == 2


def test_where_nothing_can_be_forked_a_process_is_started(monkeypatch):
    monkeypatch.setattr(service, "start_job", process.SpawnedJob)
    assert run(file_parsing.LAYER_TASK, POINTS).rows == 2
    with pytest.raises(ParsingTimeError):
        run(file_parsing.LAYER_TASK, POINTS, limits=replace(LAYER_LIMITS, seconds=0.05))
    with pytest.raises(LayerFormatError):
        run(file_parsing.LAYER_TASK, POINTS, name="casas.exe")


def test_many_files_wait_in_a_queue_and_are_told_their_place():
    queue, places = WaitingQueue(1), []
    with queue.hold_slot(max_wait_s=1) as first:
        assert first
        with queue.hold_slot(max_wait_s=0.1, on_place=places.append) as second:
            assert not second
    assert places == [1]
    with queue.hold_slot(max_wait_s=0.1) as third:
        assert third


def test_whoever_waits_too_long_is_told(monkeypatch):
    monkeypatch.setattr(service, "MAX_WAIT_S", 0.1)
    task = replace(file_parsing.LAYER_TASK, waiting_queue=WaitingQueue(1))
    with task.waiting_queue.hold_slot(max_wait_s=1), pytest.raises(ParsingBusyError) as raised:
        run(task, POINTS)
    check_sentence(raised.value)


def test_slots_are_given_in_the_order_of_arrival():
    queue, order = WaitingQueue(1), []

    def wait(number):
        with queue.hold_slot(max_wait_s=30):
            order.append(number)

    with ExitStack() as stack:
        stack.enter_context(queue.hold_slot(max_wait_s=1))
        threads = []
        for number in range(5):
            threads.append(threading.Thread(target=wait, args=(number,)))
            threads[-1].start()
            while len(queue._waiting) <= number:
                time.sleep(0.01)
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4]


VALUES = {
    "plain": [None, True, 3, 2.5, "ñ", {"a": [1, ("b", 2)]}],
    "records": [NamedAreas("name", "a", 2), RowFinding(None, "row.x", {"t": FindingText("k")})],
    "numpy": [np.int32(4), np.float64(0.5), np.bool_(True)],
}


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_values_cross_unchanged(value):
    assert decode_value(*encode_value(value)) == value


def test_a_frame_crosses_unchanged():
    frame = gpd.GeoDataFrame(
        {"name": pd.Series(["a", None], dtype=object), "n": [1.5, np.nan], "is_it": [True, False]},
        geometry=[shapely.Point(1, 2), None],
        crs=4326,
    ).set_axis(pd.Index([3, 7], name="row"), axis="index")
    back = decode_value(*encode_value(frame))
    pd.testing.assert_frame_equal(
        pd.DataFrame(back.drop(columns="geometry")), pd.DataFrame(frame.drop(columns="geometry"))
    )
    assert back.geometry.to_wkt().tolist() == frame.geometry.to_wkt().tolist()


@pytest.mark.parametrize(
    "document",
    [
        b'{"record": ["os", "system"], "parts": ["true"]}',
        b'{"record": ["builtins", "eval"], "parts": ["1"]}',
        b'{"record": ["geo.formats.findings", "dataclass"], "parts": []}',
        b'{"record": ["geo.formats.findings", "RowFinding"], "parts": [1]}',
        b'{"frame": 0}',
        b'{"wkb": 0}',
        b'{"nothing": 1}',
        b"not json",
        b"[" * 100_000,
    ],
)
def test_what_a_process_taken_over_could_send_builds_nothing_else(document):
    with pytest.raises(ForbiddenValueError):
        decode_value(document, [b"no arrow, no wkb"])


def test_errors_cross_with_their_rows_and_the_name_that_people_know():
    error = LayerRowsError(
        layer="demand", file="3", findings=[RowFinding(1, "row.number", {"value": "x"})] * 3
    )
    back = decode_error(encode_error(error), file="casas.csv")
    assert type(back) is LayerRowsError
    assert back.placeholders == {"layer": "demand", "file": "casas.csv", "count": 3}
    assert back.findings == error.findings


@pytest.mark.parametrize(
    "document",
    [
        b'{"map": [["name", "Exception"], ["placeholders", {"map": []}], ["findings", null]]}',
        b'{"map": [["name", "base"], ["placeholders", {"map": []}], ["findings", null]]}',
        b'{"fault": "KeyError", "where": ""}',
    ],
)
def test_only_errors_of_ours_cross(document):
    with pytest.raises(ForbiddenValueError):
        decode_error(document, file="a")


def test_the_environment_is_chosen_not_copied():
    passed = process.build_environment({"AMPARO_PASSPHRASE": "x", "PATH": "/bin", "HOME": "/root"})
    assert passed["PATH"] == "/bin"
    assert not {"AMPARO_PASSPHRASE", "HOME"} & set(passed)
    skipped = passed["GDAL_SKIP"].split(",")
    assert "GPKG" not in skipped
    assert {"OGR_VRT", "HTTP", "CSV", "SQLite"} <= set(skipped)


def test_this_process_lost_nothing():
    assert os.nice(0) == 0
