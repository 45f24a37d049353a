import geopandas as gpd
import pytest

from geo.communities.boundary_drawing import buffer_point, polygon_from_corners
from geo.errors import (
    BoundarySelfIntersectionError,
    BoundaryTooFewCornersError,
    CoordinateError,
    NumberError,
)
from geo.layers.coordinate_text import parse_coordinates

SQUARE = [(0.0, 0.0), (0.0, 0.01), (0.01, 0.01), (0.01, 0.0)]  # latitude first


def test_corners_make_an_area_with_longitude_first():
    outline = polygon_from_corners([(13.0, -89.0), (13.0, -88.0), (14.0, -88.0)])
    assert outline.bounds == (-89.0, 13.0, -88.0, 14.0)
    assert outline.exterior.is_ccw


def test_the_route_round_does_not_matter():
    assert polygon_from_corners(SQUARE).equals(polygon_from_corners(SQUARE[::-1]))
    assert polygon_from_corners(SQUARE[::-1]).exterior.is_ccw


@pytest.mark.parametrize(
    "corners",
    [
        [],
        [(0.0, 0.0)],
        [(0.0, 0.0), (0.0, 1.0)],
        [(0.0, 0.0), (0.0, 1.0), (0.0, 0.0)],
        [(0.0, 0.0), (0.0, 1.0), (0.0, 2.0)],
    ],
)
def test_corners_on_a_line_are_no_area(corners):
    with pytest.raises(BoundaryTooFewCornersError) as raised:
        polygon_from_corners(corners)
    assert type(raised.value) is BoundaryTooFewCornersError


def test_an_outline_that_crosses_itself_is_refused():
    with pytest.raises(BoundarySelfIntersectionError) as raised:
        polygon_from_corners([SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]])
    assert type(raised.value) is BoundarySelfIntersectionError


def test_land_around_a_place_reaches_as_far_as_it_says():
    ground = gpd.GeoSeries([buffer_point(13.92, -89.85, radius_km=2)], crs="EPSG:4326")
    flat = ground.to_crs("EPSG:32616")
    west, south, east, north = flat.total_bounds
    assert (east - west, north - south) == pytest.approx((4000, 4000), rel=1e-3)
    assert flat.area[0] == pytest.approx(3.1416 * 2000**2, rel=2e-3)


@pytest.mark.parametrize("km", [0.0, -1.0, 0.05, float("nan")])
def test_land_smaller_than_a_block_is_a_slip(km):
    with pytest.raises(NumberError):
        buffer_point(0.0, 0.0, radius_km=km)


def test_a_centre_is_read_as_maps_write_it():
    assert parse_coordinates("13.9213, -89.8456") == (13.9213, -89.8456)
    assert parse_coordinates(" -12.2,-76.9 ") == (-12.2, -76.9)


@pytest.mark.parametrize("text", ["", "13.9", "13,9,-89,8", "a,b", "91,0", "0,181", "nan,0"])
def test_what_is_no_place_is_refused(text):
    with pytest.raises(CoordinateError) as raised:
        parse_coordinates(text)
    assert raised.value.placeholders == {"text": text}
