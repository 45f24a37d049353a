import geopandas as gpd
import pytest

from geo.errors import (
    AmparoError,
    LayerContentError,
    LayerFileEmptyError,
    LayerSyntaxError,
    LayerTableUnknownError,
)
from geo.formats.reading import read_layer_file
from geo.formats.registry import list_layers
from geo.parsing.source import SourceFile
from tests.formats.mutations import mutate

WAYPOINT = (
    '<wpt lat="-12.05" lon="-77.03"><ele>150</ele><time>2024-05-01T10:00:00Z</time>'
    "<name>Posta</name>"
    "<cmt>nota</cmt><desc>&lt;b&gt;abierta&lt;/b&gt;</desc><src>Garmin de Ana</src>"
    "<sym>Medical Facility</sym><type>salud</type></wpt>"
)
ROUTE = '<rte><name>Ida</name><rtept lat="0" lon="0"/><rtept lat="1" lon="1"/></rte>'
POINTS = "".join(f'<trkpt lat="{n}" lon="0"><time>2024</time></trkpt>' for n in range(50))
TRACK = (
    f"<trk><name>Vuelta</name><trkseg>{POINTS}</trkseg><trkseg>{POINTS}</trkseg>"
    '<trkseg><trkpt lat="5" lon="5"/></trkseg><trkseg/>'
    "<extensions><osmand:color>#aaff0000</osmand:color></extensions></trk>"
)


def gpx(body, namespace=' xmlns="http://www.topografix.com/GPX/1/1"'):
    return f'<?xml version="1.0"?><gpx version="1.1" creator="Reloj de Ana"{namespace}>{body}</gpx>'


def source(text):
    return SourceFile("a.gpx", content=text if isinstance(text, bytes) else text.encode())


def read(text, table=None):
    return read_layer_file(source(text), "services", table=table)


def test_a_track_is_one_row_and_so_is_a_route(tmp_path):
    text = gpx(WAYPOINT + ROUTE + TRACK)
    assert list_layers(source(text)) == ["waypoints", "routes", "tracks"]
    frame = read(text)
    assert frame["layer"].tolist() == ["waypoints", "routes", "tracks"]
    assert frame.geometry.geom_type.tolist() == ["Point", "LineString", "MultiLineString"]
    assert len(frame.geometry[3].geoms) == 2
    (tmp_path / "a.gpx").write_text(text, encoding="utf-8")
    with pytest.warns(UserWarning, match="layer"):
        assert len(gpd.read_file(tmp_path / "a.gpx")) == 1  # of three, and nothing is said


def test_symbol_type_and_description_are_kept_and_times_and_devices_are_not():
    frame = read(gpx(WAYPOINT + TRACK))
    row = frame.iloc[0]
    assert (row["name"], row["icon"], row["category"]) == ("Posta", "Medical Facility", "salud")
    assert (row["description"], row["comment"]) == ("abierta", "nota")
    assert frame["colour"].tolist() == [None, "#ff0000"]
    assert "2024" not in repr(frame.drop(columns="geometry").to_dict())
    assert "Ana" not in repr(frame.to_dict())
    assert [(one.key, one.placeholders) for one in frame.attrs["notices"]] == [
        ("import.notice_recording", {}),
        ("import.notice_short_segments", {"count": 1}),
    ]


def test_one_kind_is_read_by_its_name():
    assert len(read(gpx(WAYPOINT * 2 + TRACK), table="waypoints")) == 2
    with pytest.raises(LayerTableUnknownError):
        read(gpx(WAYPOINT), table="routes")


@pytest.mark.parametrize("namespace", ["", ' xmlns="http://www.topografix.com/GPX/1/0"'])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_other_versions_and_encodings(namespace, encoding):
    assert read(gpx(WAYPOINT, namespace).encode(encoding))["name"].tolist() == ["Posta"]


@pytest.mark.parametrize(
    "point", ['<trkpt lat="x" lon="0"/>', "<trkpt/>", '<trkpt lat="inf" lon="0"/>']
)
def test_a_track_with_a_point_that_is_none_is_a_row_with_a_finding(point):
    frame = read(gpx(f"<trk><trkseg>{POINTS}{point}</trkseg></trk>" + WAYPOINT))
    assert frame.geometry[1] is None
    assert [(one.row, one.key) for one in frame.attrs["findings"]] == [(1, "row.broken")]


def test_features_without_points_are_rows_without_a_place():
    frame = read(gpx("<trk><name>a</name></trk><rte/>" + ROUTE.replace(">", ">", 1)))
    assert frame.geometry.isna().tolist() == [True, True, False]
    single = read(gpx('<trk><trkseg><trkpt lat="5" lon="5"/></trkseg></trk>'))
    assert single.geometry[1].wkt == "POINT (5 5)"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (gpx(""), LayerFileEmptyError),
        (gpx(WAYPOINT)[:-9], LayerSyntaxError),
        ("<feed/>", LayerContentError),
    ],
)
def test_files_that_cannot_be_read(content, error):
    with pytest.raises(error):
        read(content)


def test_damaged_files_end_in_rows_or_in_an_exact_error():
    rows = 0
    for content in mutate(gpx(WAYPOINT + ROUTE).encode(), 300):
        try:
            rows += len(read(content))
        except AmparoError:
            continue
    assert rows > 50


def test_of_a_track_that_breaks_off_nothing_is_taken_and_what_stands_before_it_is_read():
    text = gpx(WAYPOINT + ROUTE + TRACK)
    frame = read(text[: text.index("</trkseg>")])
    assert frame["layer"].tolist() == ["waypoints", "routes", None]
    assert frame.geometry.notna().tolist() == [True, True, False]
    assert [(one.row, one.key) for one in frame.attrs["findings"]] == [(3, "row.broken_off")]
    with pytest.raises(LayerSyntaxError):
        read(gpx(TRACK)[:-20])
