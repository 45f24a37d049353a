"""A new community: its words checked before anything is kept."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from babel import Locale
from shapely.geometry.base import BaseGeometry

from geo.errors import CommunityNameError, CountryUnknownError, LocaleUnknownError
from geo.language import list_locales
from geo.layers.column_matching import fold_text
from geo.model import Community
from geo.network.daylight import find_timezone, load_timezone
from geo.store import Store
from geo.store import communities as records

SLUG_PATTERN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MAX_NAME_LENGTH = 60


@dataclass(frozen=True)
class NewCommunity:
    """What somebody says of a community to be; see `geo.model.Community`."""

    slug: str
    name: str
    country: str | None = None
    locale: str = "es"
    timezone: str | None = None
    boundary: BaseGeometry | None = None


def create_community(store: Store, new: NewCommunity) -> Community:
    """
    Add a community.

    Raises
    ------
    CommunityNameError, CountryUnknownError, LocaleUnknownError, TimezoneUnknownError
        If what was said of it cannot be.
    CommunityExistsError
        If the short name is taken.
    """
    name = new.name.strip()
    if (
        not name
        or len(name) > MAX_NAME_LENGTH
        or not SLUG_PATTERN.fullmatch(new.slug)
        or len(new.slug) > MAX_NAME_LENGTH
    ):
        raise CommunityNameError(slug=new.slug[:MAX_NAME_LENGTH], most=MAX_NAME_LENGTH)
    if new.locale not in list_locales():
        raise LocaleUnknownError(tongue=new.locale, known=", ".join(list_locales()))
    if new.timezone is not None:
        load_timezone(new.timezone)
    record = Community(
        slug=new.slug,
        name=name,
        country=find_country_code(new.country or "", new.locale),
        locale=new.locale,
        timezone=new.timezone or _find_timezone(new.boundary),
        boundary=new.boundary,
    )
    return records.add_community(store, record)


def make_slug(name: str) -> str:
    """Make a short name of a name: "Villa María" becomes "villa-maria"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MAX_NAME_LENGTH].strip("-")


def find_country_code(country: str, locale: str) -> str | None:
    """
    Find the code of a country by its name, or by the code itself; nothing written, no country.

    Parameters
    ----------
    country
        As somebody types it; case and accents do not matter.
    locale
        The language of the name.

    Raises
    ------
    CountryUnknownError
        If no country is called so.
    """
    wanted = fold_text(country)
    if not wanted:
        return None
    known = {
        fold_text(name): code
        for code, name in Locale.parse(locale).territories.items()
        if re.fullmatch("[A-Z]{2}", code)
    }
    code = known.get(wanted) or country.strip().upper()
    if code not in known.values():
        raise CountryUnknownError(country=country)
    return code


def _find_timezone(boundary: BaseGeometry | None) -> str | None:
    if boundary is None:
        return None
    return find_timezone(boundary.centroid.y, boundary.centroid.x)
