import json
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely

from geo.errors import ExportConfidentialError, ExportFileError, ExportFormatError
from geo.formats.export_note import ExportNote, make_export_note
from geo.formats.registry import WRITABLE_SUFFIXES
from geo.formats.writing import write_layer, write_tables
from geo.model import AUDIENCES, DEMONSTRATION_SOURCE, Community

DAY = date(2026, 5, 1)
PLACE = Community(slug="open", name="Villa Ñ", locale="es", streets_source="© OpenStreetMap")


def services(*shapes, **columns):
    return gpd.GeoDataFrame(
        {"id": [f"id-{n}" for n in range(len(shapes))], **columns},
        geometry=[None if shape is None else shapely.from_wkt(shape) for shape in shapes],
        crs="EPSG:4326",
    )


def note(audience="network", **more):
    return make_export_note(PLACE, audience, made_on=DAY, **more)


def read_json(path):
    return json.loads(path.read_text(encoding="utf-8"))


def test_geojson_says_for_whom_for_what_when_from_where_and_what_is_missing(tmp_path):
    frame = services("POINT (1 2)", None, type=["health", "shelter"], name=["Ñ", None])
    path = write_layer(
        frame, tmp_path / "a.geojson", layer="services", note=note(suppressed={"places": 1})
    )
    whole = read_json(path)
    assert (whole["type"], whole["name"], whole["bbox"]) == (
        "FeatureCollection",
        "services",
        [1, 2, 1, 2],
    )
    assert (whole["audience"], whole["community"], whole["date"]) == (
        "network",
        "Villa Ñ",
        "2026-05-01",
    )
    assert whole["suppressed"] == {"places": 1}
    assert whole["purpose"].startswith("Para el trabajo de la red")
    assert whole["source"] == "Mapa comunitario de Villa Ñ"
    assert "Villa Ñ" in whole["licence"]
    assert whole["features"] == [
        {
            "type": "Feature",
            "id": "id-0",
            "properties": {"type": "health", "name": "Ñ"},
            "geometry": {"type": "Point", "coordinates": [1, 2]},
        },
        {
            "type": "Feature",
            "id": "id-1",
            "properties": {"type": "shelter", "name": None},
            "geometry": None,
        },
    ]


def test_a_file_with_streets_names_their_source_and_licence():
    streets = note(includes_streets=True)
    assert "© OpenStreetMap" in streets.source
    assert "ODbL" in streets.licence


@pytest.mark.parametrize("audience", AUDIENCES)
def test_each_audience_has_a_purpose_in_the_community_s_language(audience):
    spanish = note(audience).purpose
    english = make_export_note(Community("open", "Open", locale="en"), audience).purpose
    assert spanish != english
    assert not spanish.startswith("export.")


def test_invented_streets_are_named_so_in_the_language_of_the_file():
    for locale, word in (("es", "Lugar inventado"), ("en", "Invented place")):
        place = Community("open", "Open", locale=locale, streets_source=DEMONSTRATION_SOURCE)
        assert make_export_note(place, "public", includes_streets=True).source.endswith(word)
    real = Community("open", "Open", locale="en", streets_source="© OpenStreetMap contributors")
    assert (
        "© OpenStreetMap contributors"
        in make_export_note(real, "public", includes_streets=True).source
    )
    bare = make_export_note(Community("open", "Open", locale="en"), "public", includes_streets=True)
    assert bare.source == "Community map of Open"


def test_empty_shapes_unknown_and_infinite_numbers_are_null(tmp_path):
    frame = services(
        "POINT EMPTY", minutes=[np.inf], women=[np.nan], when=[pd.Timestamp("2026-05-01")],
        names=[["a", "b"]], day=[pd.NaT], n=[np.int32(3)], yes=[np.bool_(True)],
    )  # fmt: skip
    whole = read_json(write_layer(frame, tmp_path / "a.geojson", layer="homes"))
    assert whole["features"][0]["geometry"] is None
    assert whole["features"][0]["properties"] == {
        "minutes": None,
        "women": None,
        "when": "2026-05-01T00:00:00",
        "names": ["a", "b"],
        "day": None,
        "n": 3,
        "yes": True,
    }
    assert "bbox" not in whole
    assert "audience" not in whole


def test_rings_run_by_the_right_hand_and_decimals_end_at_seven(tmp_path):
    clockwise = "POLYGON ((0 0, 0 1, 0.123456789 1, 0 0), (0.01 0.8, 0.02 0.8, 0.01 0.9, 0.01 0.8))"
    path = write_layer(services(clockwise), tmp_path / "a.geojson", layer="zones")
    shape = shapely.geometry.shape(read_json(path)["features"][0]["geometry"])
    assert shape.exterior.is_ccw
    assert not shape.interiors[0].is_ccw
    assert [0.1234568, 1] in np.asarray(shape.exterior.coords).tolist()


def test_an_empty_layer_is_a_file_without_features(tmp_path):
    frame = gpd.GeoDataFrame({"id": []}, geometry=[], crs="EPSG:4326")
    for ending in (".geojson", ".gpkg", ".parquet"):
        path = write_layer(frame, tmp_path / f"a{ending}", layer="zones", note=note())
        assert path.exists()
    assert read_json(tmp_path / "a.geojson")["features"] == []


def test_a_geopackage_carries_rows_without_a_shape_and_its_note(tmp_path):
    frame = services("POINT (1 2)", None, type=["health", "shelter"])
    path = write_layer(frame, tmp_path / "a.gpkg", layer="services", note=note())
    back = gpd.read_file(path, layer="services")
    assert back.geometry.isna().tolist() == [False, True]
    told = pyogrio.read_info(path, layer="services")["layer_metadata"]
    assert told["audience"] == "network"
    assert told["date"] == "2026-05-01"
    assert json.loads(told["suppressed"]) == {}


def test_a_geopackage_holds_several_tables_with_and_without_shapes(tmp_path):
    tables = {"homes": services("POINT (1 2)", minutes=[np.inf]), "zones": pd.DataFrame({"n": [1]})}
    path = write_tables(tables, tmp_path / "a.gpkg", note=note())
    kinds = dict(pyogrio.list_layers(path).tolist())
    assert set(kinds) == {"homes", "zones", "layer_styles"}
    assert kinds["zones"] is None
    assert pyogrio.read_dataframe(path, layer="zones")["n"].tolist() == [1]


def test_a_parquet_file_keeps_exactly_the_columns_and_its_note(tmp_path):
    frame = services("LINESTRING (0 0, 1 1)", length_m=[3.5]).drop(columns="id")
    path = write_layer(
        frame, tmp_path / "a.parquet", layer="edges", note=note(includes_streets=True)
    )
    back = gpd.read_parquet(path)
    assert list(back.columns) == ["length_m", "geometry"]
    assert back.crs == "EPSG:4326"
    assert back.geometry[0].wkt == "LINESTRING (0 0, 1 1)"
    told = pq.read_schema(path).metadata
    assert told[b"amparo:audience"] == b"network"
    assert "ODbL" in told[b"amparo:licence"].decode()


def test_an_ending_that_nobody_writes_is_shown_with_those_we_write(tmp_path):
    with pytest.raises(ExportFormatError) as raised:
        write_layer(services("POINT (1 2)"), tmp_path / "a.doc", layer="x")
    assert raised.value.placeholders == {"file": "a.doc", "known": ", ".join(WRITABLE_SUFFIXES)}
    with pytest.raises(ExportFormatError) as raised:
        write_tables({}, tmp_path / "a.geojson")
    assert raised.value.placeholders == {"file": "a.geojson", "known": ".gpkg"}


@pytest.mark.parametrize("ending", [".geojson", ".gpkg", ".parquet"])
def test_a_file_that_cannot_be_written_is_shown_and_leaves_nothing(tmp_path, ending):
    (tmp_path / f"a{ending}").mkdir()
    with pytest.raises(ExportFileError) as raised:
        write_layer(services("POINT (1 2)"), tmp_path / f"a{ending}", layer="x")
    assert raised.value.placeholders == {"file": f"a{ending}"}
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(ExportFileError):
        write_layer(services("POINT (1 2)"), tmp_path / "file" / f"a{ending}", layer="x")
    assert {path.name for path in tmp_path.iterdir()} == {f"a{ending}", "file"}


def test_what_stood_there_stays_until_the_new_file_is_whole(tmp_path, monkeypatch):
    path = write_layer(services("POINT (1 2)"), tmp_path / "a.geojson", layer="old")
    whole = path.read_bytes()

    def fail(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("geo.store.atomic_file.os.replace", fail)
    with pytest.raises(ExportFileError):
        write_layer(services("POINT (3 4)"), path, layer="new")
    assert path.read_bytes() == whole
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_made_and_the_frame_is_left_as_it_was(tmp_path):
    frame = services("POINT (1.123456789 2)")
    before = frame.copy()
    write_layer(frame, tmp_path / "new" / "a.GeoJSON", layer="x")
    assert frame.equals(before)


HIDDEN = [
    {"type": ["health"], "confidential": [True]},
    {"type": ["shelter"], "confidential": [False]},
    {"kind": ["trusted_home"]},
]


@pytest.mark.parametrize("columns", HIDDEN)
@pytest.mark.parametrize("audience", ["public", "network", None])
@pytest.mark.parametrize("ending", [".geojson", ".gpkg", ".parquet"])
def test_the_place_of_a_confidential_row_is_refused(tmp_path, columns, audience, ending):
    frame = services("POINT (1 2)", **columns)
    label = None if audience is None else note(audience)
    with pytest.raises(ExportConfidentialError) as raised:
        write_layer(frame, tmp_path / f"a{ending}", layer="services", note=label)
    assert "1 2" not in str(raised.value)
    with pytest.raises(ExportConfidentialError):
        write_tables({"services": frame}, tmp_path / "a.gpkg", note=label)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("columns", HIDDEN)
def test_a_coordinator_gets_it_and_others_get_it_without_its_place(tmp_path, columns):
    own = write_layer(
        services("POINT (1 2)", **columns), tmp_path / "a.json", layer="s", note=note("coordinator")
    )
    assert read_json(own)["features"][0]["geometry"]["coordinates"] == [1, 2]
    shown = write_layer(services(None, **columns), tmp_path / "b.json", layer="s", note=note())
    assert read_json(shown)["features"][0]["geometry"] is None


def test_a_note_is_a_record():
    said = ExportNote("public", "Villa", "a", "b", "c", DAY).to_metadata()
    assert list(said) == "community audience purpose date source licence suppressed".split()
