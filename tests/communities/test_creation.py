import pytest
import shapely

from geo.communities.boundary import set_boundary
from geo.communities.creation import NewCommunity, create_community, find_country_code, make_slug
from geo.errors import (
    CommunityExistsError,
    CommunityNameError,
    CommunityUnknownError,
    CountryUnknownError,
    LocaleUnknownError,
    TimezoneUnknownError,
)
from geo.store import communities as records
from geo.store import open_store

LIMA = shapely.box(-76.95, -12.23, -76.93, -12.21)
AHUACHAPAN = shapely.box(-89.86, 13.91, -89.84, 13.93)


@pytest.fixture
def store():
    opened = open_store()
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Villa María", "villa-maria"),
        ("  El Ñato, 2 ", "el-nato-2"),
        ("Ысык-Көл", ""),
        ("a" * 80, "a" * 60),
        ("a" * 59 + " b", "a" * 59),
    ],
)
def test_a_short_name_is_made_of_a_name(name, slug):
    assert make_slug(name) == slug


@pytest.mark.parametrize(
    ("words", "locale", "code"),
    [
        ("Perú", "es", "PE"),
        ("peru", "es", "PE"),
        (" el salvador ", "es", "SV"),
        ("kirguistán", "es", "KG"),
        ("Kyrgyzstan", "en", "KG"),
        ("gt", "es", "GT"),
        ("", "es", None),
        ("  ", "en", None),
    ],
)
def test_a_country_is_known_by_its_name_or_its_code(words, locale, code):
    assert find_country_code(words, locale) == code


def test_a_community_begins_with_its_words_and_a_time_zone_found_by_place(store):
    new = NewCommunity("vega", "  La Vega ", country="sv", boundary=AHUACHAPAN)
    community = create_community(store, new)
    assert (community.name, community.country) == ("La Vega", "SV")
    assert community.timezone == "America/El_Salvador"
    assert records.read_community(store, "vega") == community


def test_without_a_place_nobody_guesses_a_time_zone(store):
    assert create_community(store, NewCommunity("vega", "La Vega")).timezone is None


@pytest.mark.parametrize(
    ("new", "fault"),
    [
        (NewCommunity("vega", "  "), CommunityNameError),
        (NewCommunity("", "La Vega"), CommunityNameError),
        (NewCommunity("La Vega", "La Vega"), CommunityNameError),
        (NewCommunity("vega-", "La Vega"), CommunityNameError),
        (NewCommunity("vega", "V" * 61), CommunityNameError),
        (NewCommunity("vega", "La Vega", country="Perusalén"), CountryUnknownError),
        (NewCommunity("vega", "La Vega", country="QQ"), CountryUnknownError),
        (NewCommunity("vega", "La Vega", locale="xx"), LocaleUnknownError),
        (NewCommunity("vega", "La Vega", timezone="America/Nowhere"), TimezoneUnknownError),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(store, new, fault):
    with pytest.raises(fault) as raised:
        create_community(store, new)
    assert type(raised.value) is fault
    assert records.list_communities(store) == []


def test_a_short_name_is_taken_once(store):
    create_community(store, NewCommunity("vega", "La Vega"))
    with pytest.raises(CommunityExistsError):
        create_community(store, NewCommunity("vega", "Otra Vega"))
    assert records.read_community(store, "vega").name == "La Vega"


def test_a_boundary_brings_its_time_zone_and_leaves_the_rest(store):
    create_community(store, NewCommunity("vega", "La Vega", country="PE", locale="en"))
    bounded = set_boundary(store, "vega", LIMA)
    assert bounded.boundary.equals(LIMA)
    assert (bounded.timezone, bounded.country, bounded.locale) == ("America/Lima", "PE", "en")


def test_a_corrected_boundary_corrects_the_time_zone(store):
    create_community(store, NewCommunity("vega", "La Vega", boundary=LIMA))
    assert set_boundary(store, "vega", AHUACHAPAN).timezone == "America/El_Salvador"


def test_a_time_zone_that_somebody_set_stays(store):
    create_community(store, NewCommunity("vega", "La Vega", timezone="Asia/Bishkek"))
    assert set_boundary(store, "vega", LIMA).timezone == "Asia/Bishkek"


def test_nobody_can_bound_what_is_not_there(store):
    with pytest.raises(CommunityUnknownError):
        set_boundary(store, "vega", LIMA)
