"""What goes out comes back: every format that is written, read again into the same rows."""

from __future__ import annotations

from datetime import date
from string import digits

import geopandas as gpd
import pytest
import shapely
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from geo.formats.export_note import ExportNote
from geo.formats.reading import read_layer_file
from geo.formats.registry import AREA_SUFFIXES, WRITABLE_LAYERS, WRITABLE_SUFFIXES
from geo.formats.writing import write_layer
from geo.imports.layer_checks import examine_layer
from geo.layers.schema import LAYER_SCHEMAS
from geo.layers.text_cleaning import clean_text
from geo.model import (
    CONFIDENTIAL_SERVICE_TYPES,
    OFTEN_CONFIDENTIAL_SERVICE_TYPES,
    RISK_CATEGORIES,
    SAFE_ZONE_KINDS,
    SERVICE_TYPES,
)
from geo.parsing.source import SourceFile
from geo.store.atomic_file import MemoryFile

NOTE = ExportNote("coordinator", "Villa Ñ", "for work", "src", "lic", date(2026, 5, 1))
SEVENTH_DECIMAL = 1e-7  # degrees
# Where nobody says that these are public, they become confidential.
GUESSED_TYPES = {*CONFIDENTIAL_SERVICE_TYPES, *OFTEN_CONFIDENTIAL_SERVICE_TYPES}
OPEN_TYPES = [one for one in SERVICE_TYPES if one not in GUESSED_TYPES]
POINT_SUFFIXES = (".gpx",)  # a format without areas and without rows that have no place
# Signs that formats treat in their own way, letters of our languages, and a pair of surrogates.
SIGNS = "=+-@'\"<>&;,|\t%#{}[]\\/ äñÑқөүңЫйы'🌿👩‍🦽ʼ0123abc"
texts = (
    st.text(SIGNS, min_size=1, max_size=12).map(lambda text: clean_text(text).strip()).filter(bool)
)
maybe_texts = st.none() | texts
phones = st.none() | st.text(digits, min_size=3, max_size=9).map("0{}".format) | st.just("+996 555")
degrees = st.integers(-800_000_000, 800_000_000).map(lambda number: number / 1e7)
points = st.builds(shapely.Point, degrees, degrees)


@st.composite
def areas(draw):
    west, south = draw(degrees), draw(degrees)
    size = draw(st.integers(1, 9)) / 100
    box = shapely.box(west, south, west + size, south + size)
    hole = shapely.box(west + size / 4, south + size / 4, west + size / 2, south + size / 2)
    kind = draw(st.sampled_from(("box", "hole", "two")))
    if kind == "box":
        return box
    holed = box.difference(hole)
    return holed if kind == "hole" else shapely.MultiPolygon([holed, shapely.box(
        west + 2 * size, south, west + 3 * size, south + size)])  # fmt: skip


def frames(layer, columns, geometries):
    names = [one.name for one in LAYER_SCHEMAS[layer].fields]
    fixed = {name: columns[name] for name in names}
    rows = st.lists(st.tuples(st.fixed_dictionaries(fixed), geometries), min_size=1, max_size=4)
    return rows.map(
        lambda drawn: gpd.GeoDataFrame(
            {
                "id": [f"00000000-0000-4000-8000-00000000000{n}" for n in range(len(drawn))],
                **{name: [cells[name] for cells, _ in drawn] for name in names},
            },
            geometry=[geometry for _, geometry in drawn],
            crs=4326,
        )
    )


open_flags = {"confidential": st.just(value=False), "public": st.booleans()}
LAYERS = {
    "risk_areas": frames(
        "risk_areas",
        {
            "category": st.sampled_from(RISK_CATEGORIES),
            "severity": st.integers(1, 5),
            "holds": st.sampled_from(("always", "day", "night")),
            "note": maybe_texts,
            "session": maybe_texts,
        },
        areas(),
    ),
    "safe_zones": frames(
        "safe_zones",
        {
            "kind": st.sampled_from([one for one in SAFE_ZONE_KINDS if one != "trusted_home"]),
            "name": maybe_texts,
            "hours": st.none() | st.just("24/7"),
            **open_flags,
        },
        points | areas(),
    ),
    "services": frames(
        "services",
        {
            "type": st.sampled_from(OPEN_TYPES),
            "name": maybe_texts,
            "phone": phones,
            "gateway": st.none(),
            "opening_hours": st.none() | st.just("Mo-Fr 08:00-16:00"),
            "address": maybe_texts,
            "source": maybe_texts,
            "verified_on": st.none() | st.just("2026-02-28"),
            **open_flags,
        },
        points,
    ),
    "demand": frames(
        "demand",
        {"people": st.integers(0, 5000).map(float), "women": st.none() | st.just(0.0)},
        points,
    ),
    "zones": frames("zones", {"code": phones, "name": texts}, areas()),
}


def is_written(suffix, layer):
    if layer not in WRITABLE_LAYERS[suffix]:
        return False
    return layer in ("services", "demand") or (
        suffix in AREA_SUFFIXES and suffix not in POINT_SUFFIXES
    )


def read_again(frame, layer, suffix):
    file = MemoryFile(f"a{suffix}")
    write_layer(frame, file, layer=layer, note=NOTE)
    read = read_layer_file(SourceFile(file.name, content=file.content), layer)
    assert len(read) == len(frame)
    return examine_layer(read, layer).frame


def as_rows(frame, layer):
    """List rows without their order: a format may group them by type."""
    names = [one.name for one in LAYER_SCHEMAS[layer].fields]
    cells = frame[names].astype(object).where(frame[names].notna(), None)
    rows = zip(cells.itertuples(index=False), frame.geometry, strict=True)
    return sorted(rows, key=lambda row: (repr(tuple(row[0])), row[1].wkt))


@pytest.mark.parametrize("suffix", WRITABLE_SUFFIXES)
@pytest.mark.parametrize("layer", LAYERS)
def test_rows_come_back_unchanged(layer, suffix):
    if not is_written(suffix, layer):
        pytest.skip("this format does not hold this layer")

    @settings(
        max_examples=6,
        phases=[Phase.generate],  # a failure is shown as it was drawn: shrinking takes minutes
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(LAYERS[layer])
    def check(frame):
        before, after = as_rows(frame, layer), as_rows(read_again(frame, layer, suffix), layer)
        assert [tuple(cells) for cells, _ in after] == [tuple(cells) for cells, _ in before]
        for (_, old), (_, new) in zip(before, after, strict=True):
            assert new.geom_type == old.geom_type
            assert shapely.hausdorff_distance(new, old) <= SEVENTH_DECIMAL

    check()


@pytest.mark.parametrize("suffix", [one for one in WRITABLE_SUFFIXES if one not in POINT_SUFFIXES])
def test_rows_without_a_place_come_back_too(suffix):
    frame = gpd.GeoDataFrame(
        {"type": ["phone_line", "health"], "name": ["Línea", "Posta"], "phone": ["0700", None],
         "confidential": [False, False], "public": [True, True]},
        geometry=[None, shapely.Point(1, 2)], crs=4326,
    )  # fmt: skip
    back = read_again(frame, "services", suffix)
    assert back["name"].tolist() == ["Línea", "Posta"]
    assert back["phone"].tolist() == ["0700", None]
    assert back.geometry.isna().tolist() == [True, False]
