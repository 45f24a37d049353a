import pytest

from geo.model import SERVICE_TYPES
from geo.osm.service_tags import (
    AMENITY_SERVICE_TYPES,
    GOVERNMENT_SERVICE_TYPES,
    HEALTHCARE_SERVICE_TYPES,
    OFFICE_SERVICE_TYPES,
    guess_service_type,
    is_likely_shelter,
)


@pytest.mark.parametrize(
    ("tags", "code"),
    [
        ({"amenity": "police"}, "police"),
        ({"amenity": "hospital"}, "health"),
        ({"amenity": "clinic"}, "health"),
        ({"amenity": "courthouse"}, "court"),
        ({"amenity": "pharmacy"}, "other"),
        ({"amenity": "townhall"}, "other"),
        ({"healthcare": "midwife"}, "health"),
        ({"healthcare": "psychotherapist"}, "psychosocial"),
        ({"office": "lawyer"}, "legal_aid"),
        ({"office": "ngo"}, "accompaniment"),
        ({"office": "government", "government": "prosecutor"}, "prosecutor"),
        ({"office": "government", "name": "Fiscalía General"}, "prosecutor"),
        ({"office": "government", "name": "Instituto de Medicina Legal"}, "forensic"),
        ({"office": "government", "name": "Centro Emergencia Mujer"}, "womens_centre"),
        ({"amenity": "police", "name": "Comisaría de la Mujer"}, "police"),
        ({"amenity": "community_centre", "community_centre:for": "women"}, "womens_centre"),
        ({"amenity": "social_facility", "social_facility:for": "child;senior"}, "child_protection"),
        ({"amenity": "social_facility", "social_facility:for": "women"}, "womens_centre"),
        ({"amenity": "social_facility", "social_facility": "shelter"}, "shelter"),
    ],
)
def test_tags_and_names_show_the_type(tags, code):
    assert guess_service_type(tags) == code


@pytest.mark.parametrize(
    "tags",
    [{"amenity": "school"}, {"office": "estate_agent"}, {"healthcare": "dentist"}, {"name": "CEM"}],
)
def test_what_is_no_service_is_none(tags):
    assert guess_service_type(tags) is None


@pytest.mark.parametrize(
    "tags",
    [
        {"social_facility": "shelter"},
        {"social_facility": "outreach", "social_facility:for": "senior; abused"},
        {"social_facility": "group_home", "social_facility:for": "victim"},
        {
            "social_facility": "assisted_living",
            "social_facility:for": "women;domestic_violence_victims",
        },
        {"office": "ngo", "name": "Casa Refugio Ixchel"},
        {"office": "ngo", "name": "Casa de Acogida"},
        {"amenity": "social_facility", "name": "Hogar de Refugio Temporal"},
        {"amenity": "social_facility", "name": "Albergue para mujeres"},
        {"amenity": "social_facility", "name": "Women's Shelter"},
        {"amenity": "social_facility", "name": "Кризисный центр «Сезим»"},
    ],
)
def test_a_likely_refuge_is_kept_secret(tags):
    assert is_likely_shelter(tags)
    assert guess_service_type(tags) == "shelter"


@pytest.mark.parametrize(
    "tags",
    [
        {"amenity": "police", "name": "Comisaría"},
        {"social_facility": "nursing_home", "social_facility:for": "senior"},
        {"amenity": "clinic", "name": "Clínica de la Mujer"},
        {"amenity": "community_centre"},
    ],
)
def test_other_services_stay_on_the_map(tags):
    assert not is_likely_shelter(tags)


def test_only_known_types_are_given():
    given = {
        *AMENITY_SERVICE_TYPES.values(),
        *HEALTHCARE_SERVICE_TYPES.values(),
        *OFFICE_SERVICE_TYPES.values(),
        *GOVERNMENT_SERVICE_TYPES.values(),
    }
    assert given <= set(SERVICE_TYPES)
