import pytest
import shapely

from geo.errors import (
    BoundaryColumnError,
    BoundaryNotFoundError,
    BoundaryRowsError,
    LayerFileMissingError,
    LayerFormatError,
)
from geo.formats.registry import AREA_SUFFIXES
from geo.imports.boundary_file import read_boundary
from tests.imports.napkin import BOW_TIE, area, geojson, point

LEFT = area([[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]])
RIGHT = area([[[1, 0], [2, 0], [2, 1], [1, 1], [1, 0]]])
FAR = area([[[5, 5], [6, 5], [6, 6], [5, 5]]])


@pytest.fixture
def districts(tmp_path):
    rows = [(LEFT, {"UBIGEO": "01"}), (RIGHT, {"UBIGEO": "01"}), (FAR, {"UBIGEO": "02"})]
    return geojson(tmp_path / "d.geojson", *rows)


def test_areas_are_united(districts):
    assert read_boundary(districts).area == pytest.approx(2.5)


def test_rows_are_taken_by_a_column_s_value(districts):
    boundary = read_boundary(districts, where=("ubigeo", "01"))
    assert boundary.geom_type == "Polygon"
    assert shapely.equals(boundary, shapely.box(0, 0, 2, 1))
    assert boundary.exterior.is_ccw


def test_a_number_is_found_by_its_digits(tmp_path):
    file = geojson(tmp_path / "d.geojson", (LEFT, {"code": 7}), (FAR, {"code": 8.0}))
    assert shapely.equals(read_boundary(file, where=("code", "7")), shapely.box(0, 0, 1, 1))
    assert read_boundary(file, where=("code", "8")).area == pytest.approx(0.5)


def test_a_lone_polygon_is_a_boundary(tmp_path):
    (tmp_path / "b.geojson").write_text(str(LEFT).replace("'", '"'), encoding="utf-8")
    assert read_boundary(tmp_path / "b.geojson").area == 1


def test_metres_become_degrees(tmp_path):
    ring = [[5e5, 9e6], [5.1e5, 9e6], [5.1e5, 9.01e6], [5e5, 9e6]]
    crs = {"type": "name", "properties": {"name": "EPSG:32718"}}
    boundary = read_boundary(geojson(tmp_path / "b.geojson", (area([ring]), {}), crs=crs))
    assert -75.1 < boundary.bounds[0] < -74.9


def test_a_column_or_a_value_that_is_not_there(districts):
    with pytest.raises(BoundaryColumnError) as raised:
        read_boundary(districts, where=("code", "01"))
    assert raised.value.placeholders == {"file": "d.geojson", "column": "code", "columns": "UBIGEO"}
    with pytest.raises(BoundaryNotFoundError) as raised:
        read_boundary(districts, where=("ubigeo", "1"))
    assert raised.value.placeholders == {"file": "d.geojson", "column": "UBIGEO", "value": "1"}


def test_every_row_that_is_no_area_is_shown_and_others_do_not_matter(tmp_path):
    rows = [LEFT, point(), None, area(BOW_TIE), area([[[0, 0], [1, 0], [1, 1]]])]
    file = geojson(tmp_path / "d.geojson", *((shape, {"n": n}) for n, shape in enumerate(rows)))
    with pytest.raises(BoundaryRowsError) as raised:
        read_boundary(file)
    assert [(p.row, p.key) for p in raised.value.findings] == [
        (2, "row.shape"),
        (3, "row.no_place"),
        (4, "row.broken"),
        (5, "row.broken"),
    ]
    assert raised.value.findings[-1].placeholders["reason"].key == "shape.broken.not_closed"
    assert read_boundary(file, where=("n", "0")).area == 1


def test_an_ending_of_no_areas_gives_no_boundary(tmp_path):
    with pytest.raises(LayerFormatError) as raised:
        read_boundary(tmp_path / "b.doc")
    assert raised.value.placeholders == {"file": "b.doc", "known": ", ".join(AREA_SUFFIXES)}
    with pytest.raises(LayerFileMissingError):
        read_boundary(tmp_path / "b.geojson")


def test_a_table_with_outlines_gives_a_boundary_and_one_of_points_none(tmp_path):
    file = tmp_path / "b.csv"
    file.write_text("n;wkt\na;POLYGON((0 0,1 0,1 1,0 1,0 0))\nb;POLYGON((5 5,6 5,6 6,5 5))\n")
    assert read_boundary(file, where=("n", "a")).area == 1
    file.write_text("n;lat;lon\na;1;2\n")
    with pytest.raises(BoundaryRowsError) as raised:
        read_boundary(file)
    assert [finding.row for finding in raised.value.findings] == [1]
