"""What people really bring: counted beforehand, and either accounted for or told in a sentence."""

import pytest
import shapely

from geo.errors import LayerFormatError, LayerNoCoordinatesError, LayerRowsError
from geo.imports.boundary_file import read_boundary
from geo.imports.import_questions import list_questions
from geo.imports.layer_import import import_layer
from geo.imports.messages import format_row_findings
from geo.model import Community
from geo.store import open_store
from geo.store.communities import add_community
from geo.store.layers import count_features, read_layer
from tests.imports.napkin import table

pytestmark = pytest.mark.real_data
WHO = "coordinator"


@pytest.fixture
def store(home):
    store = open_store(home)
    add_community(store, Community(slug="villa", name="Villa"))
    yield store
    store.close()


def refused(store, layer, file):
    with pytest.raises(LayerRowsError) as raised:
        import_layer(store, "villa", layer, file)
    assert count_features(store, "villa") == {}
    return raised.value


def test_a_district_by_its_code(real_data):
    boundary = read_boundary(real_data / "peru/districts.geojson", where=("ubigeo", "150142"))
    assert boundary.is_valid
    assert boundary.contains(shapely.Point(-76.94, -12.21))
    everything = read_boundary(real_data / "peru/districts.geojson")
    assert everything.geom_type == "MultiPolygon"
    assert everything.buffer(1e-6).contains(boundary)


def test_the_people_of_a_district(store, real_data):
    file = real_data / "peru/population_villa_el_salvador.csv"
    report = import_layer(store, "villa", "demand", file)
    assert (report.rows, report.added) == (19_527, 19_527)
    assert report.read_as == {"people": "population_2020"}
    held = read_layer(store, "villa", "demand")
    assert held["people"].sum() == pytest.approx(
        sum(float(line.split(",")[2]) for line in file.read_text().splitlines()[1:])
    )
    assert held["women"].isna().all()
    assert import_layer(store, "villa", "demand", file).unchanged == 19_527


def test_health_sites_are_no_services_where_they_are_schools(store, real_data):
    error = refused(store, "services", real_data / "el_salvador/health_sites.geojson")
    assert {finding.placeholders["value"] for finding in error.findings} == {"escuela"}
    assert [question.text for question in list_questions(error)] == ["escuela"]


@pytest.mark.parametrize("name", ["equipamiento", "obstrucciones"])
@pytest.mark.parametrize("layer", ["risk_areas", "safe_zones", "services", "demand", "zones"])
def test_questionnaires_get_sentences(store, real_data, name, layer):
    error = refused(store, layer, real_data / f"kobo/{name}.geojson")
    for locale in ("es", "en"):
        assert not any("row." in said for said in format_row_findings(error, locale))
    # `Categoría` is what a questionnaire calls it, and most of its answers are blank.
    has_category = name == "equipamiento" and layer in ("risk_areas", "safe_zones", "services")
    assert {"row.blank" if has_category else "row.columns"} <= {one.key for one in error.findings}


def test_the_directory_of_services_as_it_is(store, real_data):
    error = refused(store, "services", real_data / "peru/violence_services.csv")
    assert {p.placeholders["value"] for p in error.findings if p.key == "row.code"} == {
        "SAR",
        "SAU",
    }
    assert [question.text for question in list_questions(error)] == ["SAR", "SAU"]
    (other,) = [p for p in error.findings if p.key != "row.code"]
    assert (other.row, other.key, other.placeholders.get("line")) == (43, "row.half_place", 44)


def test_the_women_s_centres_of_the_directory(store, real_data, tmp_path):
    lines = (real_data / "peru/violence_services.csv").read_text(encoding="utf-8").splitlines()
    head = lines[0].replace("tipo", "type").replace("nombre", "name").replace("telefono", "phone")
    centres = [line.replace("CEM", "womens_centre", 1) for line in lines if line.startswith("CEM")]
    file = table(tmp_path / "cem.csv", "\n".join([head, *centres]))
    report = import_layer(store, "villa", "services", file)
    assert report.added == len(centres) == 32
    assert report.read_as["address"] == "direccion"
    assert "distrito" in report.dropped_columns
    services = read_layer(store, "villa", "services")
    assert "Cem Regular Villa El Salvador" in set(services["name"])
    assert services["address"].notna().sum() > len(centres) / 2


def test_tables_without_places_and_formats_we_do_not_read(store, real_data):
    with pytest.raises(LayerNoCoordinatesError):
        import_layer(store, "villa", "zones", real_data / "guatemala/violence_rates.csv")
    file = real_data / "osm/andorra.osm.pbf"
    with pytest.raises(LayerFormatError):
        import_layer(store, "villa", "zones", file)
