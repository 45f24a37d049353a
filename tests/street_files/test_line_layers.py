"""Lines without a topology: ends are snapped and told, crossings are not joined unasked."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely

from geo.errors import (
    ExtractWithoutStreetsError,
    LayerFormatError,
    StreetsCrsMissingError,
    StreetsSnapError,
)
from geo.layers.field_words import join_words
from geo.osm.extract import build_extract
from geo.parsing.source import SourceFile
from geo.street_files.reading import read_street_file
from geo.street_files.street_choices import StreetChoices
from geo.street_files.street_words import (
    STREET_FIELDS,
    is_understood,
    match_street_columns,
    translate_value,
)
from tests.street_files.town import COLUMNS
from tests.village import METRIC, on_earth


@pytest.fixture
def bring(tmp_path):
    def write(*lines, name="vias.geojson", crs=None, choices=None, **columns):
        shapes = on_earth(*(shapely.LineString(one) for one in lines))
        path = tmp_path / name
        frame = gpd.GeoDataFrame(columns, geometry=shapes)
        (frame.to_crs(crs) if crs else frame).to_file(path)
        found = read_street_file(SourceFile.of(path), choices or StreetChoices())
        return found.counts, build_extract(found.extract, file=name, joins_fragments=False)

    return write


def network(extract):
    """Return the number of edges, of fragments, and the metres of all."""
    edges = extract.edges.to_crs(METRIC)
    return len(edges), extract.counts["fragments"], round(float(edges.length.sum()), 1)


def test_ends_within_the_tolerance_are_joined_and_counted(bring):
    lines = [[(0, 0), (100, 0)], [(100.3, 0), (200, 0)], [(200.8, 0), (300, 0)]]
    counts, extract = bring(*lines)
    assert counts["snapped_ends"] == 1
    assert network(extract)[:2] == (3, 2)
    counts, extract = bring(*lines, choices=StreetChoices(snap_m=1.0))
    assert counts["snapped_ends"] == 2
    assert network(extract)[:2] == (3, 1)
    assert network(extract)[2] == pytest.approx(300, abs=1.0)


def test_a_chain_of_gaps_moves_no_end_farther_than_the_tolerance(bring):
    ends = [(step * 0.4, 0) for step in range(6)]
    counts, extract = bring(
        *([end, (50 * number, 100)] for number, end in enumerate(ends)),
        choices=StreetChoices(snap_m=0.5),
    )
    assert counts["snapped_ends"] < len(ends) - 1
    assert extract.counts["fragments"] > 1


@pytest.mark.parametrize("gap", [0.0, 0.3])
def test_an_end_at_the_middle_of_a_line_is_joined_to_it(bring, gap):
    counts, extract = bring([(0, 0), (100, 0)], [(40, gap), (40, 100)])
    assert counts["joined_ends"] == 1
    assert network(extract)[:2] == (3, 1)


def test_lines_that_cross_are_told_and_joined_only_when_asked(bring):
    cross = [(0, 0), (100, 0)], [(50, -50), (50, 50)]
    counts, extract = bring(*cross)
    assert (counts["separate_crossings"], counts["joined_crossings"]) == (1, 0)
    assert network(extract)[:2] == (2, 2)
    counts, extract = bring(*cross, choices=StreetChoices(joins_crossings=True))
    assert (counts["separate_crossings"], counts["joined_crossings"]) == (0, 1)
    assert network(extract) == (4, 1, 200.0)


@pytest.mark.parametrize("middle", [(), ((50, 0),)])
def test_a_bridge_is_never_joined_to_what_lies_under_it(bring, middle):
    counts, extract = bring(
        [(0, 0), *middle, (100, 0)],
        [(50, -50), *middle, (50, 50)],
        puente=["sí", "no"],
        choices=StreetChoices(joins_crossings=True),
    )
    assert counts["joined_crossings"] == 0
    assert extract.counts["fragments"] == 2


def test_a_bridge_is_joined_at_its_ends_and_an_end_below_it_is_not(bring):
    counts, extract = bring(
        [(0, 0), (100, 0)],
        [(0, -50), (0, 0), (0, 50)],
        [(50, 0.2), (50, 80)],
        puente=["sí", "no", "no"],
    )
    assert counts["joined_ends"] == 0
    assert extract.counts["fragments"] == 2
    assert len(extract.edges) == 4


def test_a_common_point_in_the_middle_of_two_streets_joins_them(bring):
    counts, extract = bring([(0, 0), (50, 0), (100, 0)], [(50, -50), (50, 0), (50, 50)])
    assert counts["separate_crossings"] == 0
    assert network(extract)[:2] == (4, 1)


def test_the_order_of_rows_makes_no_difference(bring):
    lines = [[(0, 0), (100, 0)], [(100.3, 0), (200, 0)], [(40, 0.2), (40, 90)], [(0, 90), (90, 90)]]
    _, one = bring(*lines)
    _, other = bring(*lines[::-1])
    assert network(one) == network(other)


def test_rows_without_a_line_are_left_out_and_counted(tmp_path):
    path = tmp_path / "v.gpkg"
    shapes = on_earth(
        shapely.LineString([(0, 0), (90, 0)]),
        None,
        shapely.MultiLineString([[(0, 0), (0, 50)], [(0, 60), (0, 90)]]),
        shapely.LineString([(0, 0), (0.1, 0)]),
    )
    gpd.GeoDataFrame({"tipo": ["calle", "calle", "jirón", "qwerty"]}, geometry=shapes).to_file(path)
    counts = read_street_file(SourceFile.of(path), StreetChoices()).counts
    assert (counts["rows_read"], counts["rows_taken"], counts["rows_left_out"]) == (4, 2, 2)
    assert counts["unread_kinds"] == 1
    path = tmp_path / "points.geojson"
    gpd.GeoDataFrame(geometry=on_earth(shapely.Point(0, 0))).to_file(path)
    with pytest.raises(ExtractWithoutStreetsError):
        read_street_file(SourceFile.of(path), StreetChoices())


def test_a_missing_crs_is_asked_for_and_a_tolerance_is_held_to_its_range(bring, tmp_path):
    bring([(0, 0), (100, 0)], name="v.shp", crs=32616)
    (tmp_path / "v.prj").unlink()
    file = SourceFile.of(tmp_path / "v.shp")
    with pytest.raises(StreetsCrsMissingError):
        read_street_file(file, StreetChoices())
    assert read_street_file(file, StreetChoices(crs="EPSG:32616")).counts["rows_taken"] == 1
    for snap_m in (-1.0, 11.0, float("nan")):
        with pytest.raises(StreetsSnapError):
            read_street_file(file, StreetChoices(snap_m=snap_m))
    named = tmp_path / "v.dat"
    named.write_bytes((tmp_path / "v.shp").read_bytes())
    with pytest.raises(LayerFormatError):
        read_street_file(SourceFile.of(named), StreetChoices())


def test_the_source_is_the_files_own(tmp_path):
    path = tmp_path / "v.geojson"
    line = on_earth(shapely.LineString([(0, 0), (100, 0)]))
    for columns, source in (
        ({"fuente": ["Municipalidad de Villa, 2024"]}, "Municipalidad de Villa, 2024"),
        ({"@id": ["way/7"], "highway": ["residential"]}, "© OpenStreetMap"),
        ({"nombre": ["Uno"]}, None),
    ):
        gpd.GeoDataFrame(columns, geometry=line).to_file(path)
        assert read_street_file(SourceFile.of(path), StreetChoices()).source == source


def test_words_of_every_language_are_understood():
    assert match_street_columns(list(COLUMNS)) == {
        "name": "NOMBRE",
        "highway": "TIPO_VIA",
        "oneway": "SENTIDO",
        "access": "ACCESO",
        "surface": "SUPERFICIE",
        "maxspeed": "VEL_MAX",
        "lit": "ALUMBRADO",
        "bridge": "PUENTE",
    }
    for field, text, value in (
        ("oneway", "mão única", "yes"),
        ("oneway", "одностороннее", "yes"),
        ("oneway", "эки тараптуу", "no"),
        ("oneway", 2, "no"),
        ("oneway", 1.0, "yes"),
        ("access", "жеке", "private"),
        ("access", "restrito", "private"),
        ("access", "закрыт", "no"),
        ("surface", "асфальт", "asphalt"),
        ("surface", "terra", "dirt"),
        ("highway", "лестница", "steps"),
        ("lit", "ооба", "yes"),
        ("maxspeed", 0, None),
        ("maxspeed", 40.0, "40"),
    ):
        assert translate_value(field, text, uses_abbreviations=False) == value, (field, text)
    for word, value in (("F", "yes"), ("T", "-1"), ("B", "no")):
        assert translate_value("oneway", word, uses_abbreviations=True) == value
    assert not is_understood("oneway", "N-S", uses_abbreviations=False)
    assert not is_understood("access", "qwerty", uses_abbreviations=False)


def test_a_direction_that_is_not_understood_closes_the_street_to_vehicles(bring):
    _, extract = bring([(0, 0), (100, 0)], sentido=["N-S"])
    assert extract.edges["drive_access"].tolist() == ["closed"]
    assert extract.edges["access"].tolist() == [None]


def test_no_word_names_two_columns_or_two_values_and_every_language_has_one():
    import json

    from geo.street_files.street_words import COLUMN_FILE, VALUE_FILE

    columns = json.loads(COLUMN_FILE.read_text(encoding="utf-8"))
    values = json.loads(VALUE_FILE.read_text(encoding="utf-8"))
    assert set(columns) == set(STREET_FIELDS)
    for group in (columns, *values.values()):
        seen = {}
        for meaning, by_language in group.items():
            assert set(by_language) == {"es", "en", "pt", "ru", "ky"}, meaning
            for word in (join_words(one) for words in by_language.values() for one in words):
                assert seen.setdefault(word, meaning) == meaning, word
