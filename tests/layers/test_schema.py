"""The schema of layers against what must agree with it: README, redaction, exports, candidates."""

import json
import re
from dataclasses import fields

import geopandas as gpd
import pytest
import shapely

from geo.exports.layer_export import export_layer
from geo.imports.service_candidates import CandidateCorrections
from geo.layers.feature_records import make_service_record
from geo.layers.schema import (
    CANDIDATE_COLUMNS,
    COLUMN_TYPES,
    LAYER_SCHEMAS,
    list_confidential_columns,
    list_restricted_columns,
)
from geo.model import AUDIENCES, LAYER_NAMES
from geo.privacy.redaction import redact
from tests import source_files, village

SAMPLES = {"text": "x", "severity": 3, "number": 12.0, "flag": False, "day": "2026-05-01"}
POINT, AREA = shapely.Point(-89.85, 13.90), shapely.box(-89.86, 13.90, -89.85, 13.91)


def row(layer, **changes):
    """Build a frame of one feature with a value in every column."""
    schema = LAYER_SCHEMAS[layer]
    values = {
        field.name: field.codes[0] if field.codes else SAMPLES[field.kind]
        for field in schema.fields
    }
    shape = POINT if schema.geometry_types == ("Point",) else AREA
    columns = {name: [value] for name, value in (values | changes).items()}
    return gpd.GeoDataFrame(columns, geometry=[shape], crs="EPSG:4326")


def test_every_layer_and_every_kind_has_its_entry():
    assert tuple(LAYER_SCHEMAS) == LAYER_NAMES
    kinds = {field.kind for schema in LAYER_SCHEMAS.values() for field in schema.fields}
    assert kinds == set(COLUMN_TYPES)


def test_columns_of_codes_have_a_vocabulary():
    for layer, schema in LAYER_SCHEMAS.items():
        for field in schema.fields:
            assert (field.kind == "code") == bool(field.codes), (layer, field.name)


@pytest.mark.parametrize("layer", LAYER_NAMES)
def test_readme_lists_the_columns_of_the_schema(layer):
    readme = (source_files.ROOT / "README.md").read_text(encoding="utf-8")
    (line,) = re.findall(rf"^\| `{layer}` \((.*)\) \| (.*) \|$", readme, flags=re.MULTILINE)
    shapes, columns = line
    types = LAYER_SCHEMAS[layer].geometry_types
    wanted = ["areas"] * ("Polygon" in types) + ["points"] * ("Point" in types)
    assert shapes == " or ".join(wanted)
    assert re.findall(r"`(\w+)`", columns) == [field.name for field in LAYER_SCHEMAS[layer].fields]


def test_restricted_and_confidential_columns_by_audience():
    assert list_restricted_columns("risk_areas", "public") == ["note", "session"]
    assert list_restricted_columns("risk_areas", "network") == []
    for audience in ("public", "network"):
        assert list_confidential_columns("services", audience) == [
            "type",
            "gateway",
            "confidential",
        ]
    for layer in LAYER_NAMES:
        assert list_restricted_columns(layer, "coordinator") == []


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("layer", ["risk_areas", "safe_zones", "services", "zones"])
def test_redaction_discloses_only_the_columns_of_the_audience(layer, audience):
    frame = row(layer).assign(id="00000000-0000-0000-0000-000000000000")
    disclosed = set(redact(layer, frame, audience).columns)
    named = {field.name for field in LAYER_SCHEMAS[layer].fields}
    assert named & disclosed == named - set(list_restricted_columns(layer, audience))


def test_redaction_blanks_the_other_columns_of_a_confidential_service():
    frame = row("services", confidential=True).assign(id="00000000-0000-0000-0000-000000000000")
    redacted = redact("services", frame, "public").iloc[0]
    allowed = set(list_confidential_columns("services", "public"))
    for field in LAYER_SCHEMAS["services"].fields:
        # A flag has no third value in some formats: "public" is no, as for every hidden service.
        kept = field.name in allowed or (field.name == "public" and not redacted["public"])
        assert (redacted[field.name] is not None) == kept, field.name


@pytest.mark.parametrize("layer", LAYER_NAMES)
def test_an_export_for_coordinators_has_the_columns_of_the_schema(layer, tmp_path):
    store = village.found(layers={layer: row(layer)})
    file = tmp_path / "layer.geojson"
    export_layer(village.seen(store, "coordinator"), layer, file)
    (feature,) = json.loads(file.read_text(encoding="utf-8"))["features"]
    assert list(feature["properties"]) == [field.name for field in LAYER_SCHEMAS[layer].fields]
    store.close()


def test_service_candidates_use_columns_of_services_and_records_have_them_all():
    named = [field.name for field in LAYER_SCHEMAS["services"].fields]
    assert [name for name in named if name in CANDIDATE_COLUMNS] == list(CANDIDATE_COLUMNS)
    assert [field.name for field in fields(CandidateCorrections)] == list(CANDIDATE_COLUMNS)
    record = make_service_record({"id": "1", "type": "health", "zone": "Este"})
    assert list(record) == ["id", *named]
    assert {name for name, value in record.items() if value is not None} == {"id", "type"}
