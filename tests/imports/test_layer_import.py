import json

import geopandas as gpd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import (
    CommunityUnknownError,
    LayerCoordinatesSwappedError,
    LayerOutsideError,
    LayerRowsError,
)
from geo.formats.export_note import make_export_note
from geo.formats.writing import write_layer
from geo.imports import layer_import, row_comparison
from geo.imports.import_choices import ImportChoices
from geo.imports.layer_import import import_layer
from geo.language import has_text
from geo.model import Community
from geo.store import open_store
from geo.store.communities import add_community, read_community
from geo.store.history import read_history
from geo.store.layers import count_features, read_layer
from tests.feature_edits import add_features
from tests.imports.napkin import RISK, SPIKE, area, geojson, point, table

WHO = "coordinator"
VILLAGE = shapely.box(9.9, 0, 10.1, 0.2)  # longitude about 10, latitude about 0


@pytest.fixture
def store(home):
    store = open_store(home)
    add_community(store, Community(slug="open", name="Open"))
    add_community(store, Community(slug="village", name="Village", boundary=VILLAGE))
    yield store
    store.close()


def people(path, *rows):
    lines = [f"{lat},{lon},{people}" for lat, lon, people in rows]
    return table(path, "\n".join(["lat,lon,people", *lines, ""]))


def test_the_report_accounts_for_every_row_and_column(store, tmp_path):
    text = "lat,lon,personas,e-mail\n1,2,3,a@b\n1,2.5,4,\n"
    report = import_layer(store, "open", "demand", table(tmp_path / "a.csv", text))
    assert (report.layer, report.file) == ("demand", "a.csv")
    assert (report.rows, report.added, report.unchanged, report.removed) == (2, 2, 0, 0)
    assert report.dropped_columns == ("e-mail",)
    assert report.read_as == {"people": "personas"}
    assert (report.outside, report.reprojected_from) == ((), None)
    held = read_layer(store, "open", "demand")
    assert held["people"].tolist() == [3, 4]
    assert held.geometry.to_wkt().tolist() == ["POINT (2 1)", "POINT (2.5 1)"]


def test_the_report_names_a_crs_that_was_assumed(store, tmp_path):
    named = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    home = (point(2, 1), {"people": 3})
    silent = geojson(tmp_path / "a.geojson", home)
    declared = geojson(tmp_path / "b.geojson", home, crs=named)
    csv = table(tmp_path / "a.csv", "lat,lon,people\n1,2,3\n")
    for file, assumed in ((silent, True), (declared, False), (csv, True)):
        report = import_layer(store, "open", "demand", file)
        assert report.crs_assumed is assumed, file.name


def test_the_same_file_twice_adds_nothing_and_leaves_no_trace(store, tmp_path):
    file = people(tmp_path / "a.csv", (1, 2, 3), (1, 2.5, 4.25))
    import_layer(store, "open", "demand", file)
    version = read_community(store, "open").layers_version
    report = import_layer(store, "open", "demand", file)
    assert (report.added, report.unchanged) == (0, 2)
    assert len(read_layer(store, "open", "demand")) == 2
    assert len(read_history(store, "open", "demand")) == 2
    assert read_community(store, "open").layers_version == version


def test_only_what_is_new_is_added(store, tmp_path):
    import_layer(store, "open", "demand", people(tmp_path / "a.csv", (1, 2, 3)))
    file = people(tmp_path / "b.csv", (1, 2, 3), (1, 2, 4))
    report = import_layer(store, "open", "demand", file)
    assert (report.added, report.unchanged) == (1, 1)


def test_rows_elsewhere_are_not_compared(store, tmp_path, monkeypatch):
    """The work of an import grows with the file, not with the layer."""
    stored = people(tmp_path / "a.csv", *((1, 2 + n / 1000, 3) for n in range(200)))
    import_layer(store, "open", "demand", stored)
    compared = []
    enumerate_rows = row_comparison._enumerate_rows

    def count_rows(first, second):
        compared.append(len(first) + len(second))
        return enumerate_rows(first, second)

    monkeypatch.setattr(row_comparison, "_enumerate_rows", count_rows)
    report = import_layer(
        store, "open", "demand", people(tmp_path / "b.csv", (1, 2.1, 3), (1, 5, 3))
    )
    assert (report.added, report.unchanged) == (1, 1)
    assert compared == [2]  # one of the file and one of the layer, and once


def test_the_same_file_again_reads_and_compares_the_layer_once(store, tmp_path, monkeypatch):
    text = "type,name,lat,lon\n" + "\n".join(f"health,P{n},1,{2 + n / 1000}" for n in range(20))
    file = table(tmp_path / "a.csv", text)
    assert import_layer(store, "open", "services", file).added == 20
    work = []
    for module, name in ((row_comparison, "_enumerate_rows"), (layer_import, "read_layer")):
        done = getattr(module, name)
        monkeypatch.setattr(
            module, name, lambda *given, done=done, name=name: work.append(name) or done(*given)
        )
    assert import_layer(store, "open", "services", file).unchanged == 20
    assert sorted(work) == ["_enumerate_rows", "read_layer"]


def test_rows_without_a_place_are_compared_with_those_without_one(store, tmp_path):
    text = "type,name,phone,lat,lon\nphone_line,Línea 100,100,,\nphone_line,Línea 113,113,,\n"
    file = table(tmp_path / "a.csv", text)
    assert import_layer(store, "open", "services", file).added == 2
    assert import_layer(store, "open", "services", file).unchanged == 2


def test_an_import_tells_how_far_it_is(store, tmp_path):
    told = []
    file = people(tmp_path / "a.csv", (1, 2, 3))
    import_layer(store, "open", "demand", file, progress=lambda *one: told.append(one))
    shares, keys = zip(*told, strict=True)
    assert list(shares) == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert keys == ("import.reading", "import.checking", "import.saving", "import.saved")
    assert all(map(has_text, keys))


def test_two_homes_that_look_the_same_are_two_homes(store, tmp_path):
    file = people(tmp_path / "a.csv", (1, 2, 3), (1, 2, 3))
    assert import_layer(store, "open", "demand", file).added == 2
    assert import_layer(store, "open", "demand", file).unchanged == 2


def test_replacing_takes_out_what_was_there_and_remembers_it(store, tmp_path):
    import_layer(store, "open", "demand", people(tmp_path / "a.csv", (1, 2, 3)))
    file = people(tmp_path / "b.csv", (1, 2, 4), (1, 2, 5))
    report = import_layer(store, "open", "demand", file, replace=True)
    assert (report.added, report.removed) == (2, 1)
    assert read_layer(store, "open", "demand")["people"].tolist() == [4, 5]
    actions = [change.action for change in read_history(store, "open", "demand")]
    assert sorted(actions) == ["add", "add", "add", "remove"]


def test_one_bad_row_saves_none_of_the_good_ones(store, tmp_path):
    file = people(tmp_path / "a.csv", (1, 2, 3), (1, 2, -4))
    with pytest.raises(LayerRowsError):
        import_layer(store, "open", "demand", file)
    assert count_features(store, "open") == {}
    assert read_history(store, "open", "demand") == []


def test_a_bad_file_that_should_replace_a_layer_leaves_it_as_it_was(store, tmp_path):
    import_layer(store, "open", "demand", people(tmp_path / "a.csv", (1, 2, 3)))
    file = people(tmp_path / "b.csv", (1, 2, "many"))
    with pytest.raises(LayerRowsError):
        import_layer(store, "open", "demand", file, replace=True)
    assert read_layer(store, "open", "demand")["people"].tolist() == [3]


def test_a_community_that_does_not_exist_is_shown_before_the_file_is_read(store, tmp_path):
    with pytest.raises(CommunityUnknownError):
        import_layer(store, "nowhere", "demand", tmp_path / "none.csv")


def test_rows_outside_the_boundary_are_kept_and_shown(store, tmp_path):
    file = people(tmp_path / "a.csv", (0.1, 10, 3), (5, 10, 3), (0.2, 10.1, 3), (0.1, 11, 3))
    report = import_layer(store, "village", "demand", file)
    assert (report.added, report.outside) == (4, (2, 4))


def test_a_file_of_another_place_is_refused(store, tmp_path):
    file = people(tmp_path / "a.csv", (5, 5, 3), (6, 6, 3))
    with pytest.raises(LayerOutsideError) as raised:
        import_layer(store, "village", "demand", file)
    assert raised.value.placeholders == {"file": "a.csv", "rows": 2}
    assert count_features(store, "village") == {}


def test_latitude_and_longitude_that_changed_places_are_suspected(store, tmp_path):
    file = people(tmp_path / "a.csv", (10, 0.1, 3), (10.05, 0.15, 3))
    with pytest.raises(LayerCoordinatesSwappedError):
        import_layer(store, "village", "demand", file)
    assert count_features(store, "village") == {}


def test_what_was_fixed_and_made_confidential_is_shown_by_row(store, tmp_path):
    file = geojson(tmp_path / "a.geojson", (area(), RISK), (area(SPIKE), RISK))
    assert import_layer(store, "open", "risk_areas", file).fixed == (2,)
    rows = [(point(2, 1), {"kind": "shop"}), (point(2, 1), {"kind": "trusted_home"})]
    file = geojson(tmp_path / "b.geojson", *rows)
    assert import_layer(store, "open", "safe_zones", file).made_confidential == (2,)


@pytest.mark.parametrize("ending", [".geojson", ".json", ".gpkg"])
def test_what_a_coordinator_takes_out_adds_nothing_when_it_comes_back(store, tmp_path, ending):
    rows = [
        {"type": "health", "name": "Posta “Ñ”", "phone": "012", "verified_on": "2026-05-01"},
        {"type": "shelter", "name": "Casa", "confidential": True},
        {"type": "police"},
    ]
    shapes = [point(-89.123456789, 13.000000049), point(1, 2), point(0.1, 0.2)]
    file = geojson(tmp_path / "a.geojson", *zip(shapes, rows, strict=True))
    import_layer(store, "open", "services", file)
    out = tmp_path / f"out{ending}"
    note = make_export_note(read_community(store, "open"), "coordinator")
    write_layer(read_layer(store, "open", "services"), out, layer="services", note=note)
    report = import_layer(store, "open", "services", out)
    assert (report.added, report.unchanged) == (0, 3)


def test_a_shape_drawn_on_a_screen_adds_nothing_when_it_comes_back(store, tmp_path):
    # Many decimals, and a ring that runs clockwise: not what a file would have.
    drawn = shapely.Polygon([(0, 0), (0.0123456789012, 0.02), (0.03, 0), (0, 0)])
    row = {"category": ["river"], "severity": [2], "holds": ["night"], "note": [None]}
    frame = gpd.GeoDataFrame({**row, "session": [None]}, geometry=[drawn], crs="EPSG:4326")
    add_features(store, "open", "risk_areas", frame, who="member")
    out = tmp_path / "out.geojson"
    write_layer(read_layer(store, "open", "risk_areas"), out, layer="risk_areas")
    report = import_layer(store, "open", "risk_areas", out)
    assert (report.added, report.unchanged) == (0, 1)


@pytest.fixture(scope="module")
def lasting(tmp_path_factory):
    """Open one store for all examples: opening takes half a second."""
    store = open_store(tmp_path_factory.mktemp("lasting"))
    add_community(store, Community(slug="open", name="Open"))
    yield store
    store.close()


DEGREE = st.floats(-80, 80, allow_subnormal=False)


@pytest.mark.slow
@settings(max_examples=40)
@given(homes=st.lists(st.tuples(DEGREE, DEGREE, st.floats(0, 1e6)), min_size=1, max_size=4))
def test_any_homes_go_out_and_come_back_the_same(lasting, tmp_path_factory, homes):
    folder, store = tmp_path_factory.mktemp("round"), lasting
    rows = [(point(x, y), {"people": count, "women": None}) for x, y, count in homes]
    file = geojson(folder / "a.geojson", *rows)
    # A home drawn at a 0 is a home here.
    at_zero = ImportChoices(zero_rows="keep", axes="as_written")
    import_layer(store, "open", "demand", file, replace=True, choices=at_zero)
    out = folder / "out.geojson"
    write_layer(read_layer(store, "open", "demand"), out, layer="demand")
    report = import_layer(store, "open", "demand", out, choices=at_zero)
    assert (report.added, report.unchanged) == (0, len(homes))
    written = json.loads(out.read_text(encoding="utf-8"))["features"]
    assert [f["properties"] for f in written] == [{"people": n, "women": None} for *_, n in homes]
