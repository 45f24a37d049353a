"""A new community: its words checked before anything is kept."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from babel import Locale
from shapely.geometry.base import BaseGeometry

from geo.errors import CommunityNameError, CountryUnknownError, LocaleUnknownError
from geo.language import locales
from geo.layers.schema import folded
from geo.model import Community
from geo.network.daylight import timezone_at, zone_of
from geo.store import Store
from geo.store import communities as records

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST = 60


@dataclass(frozen=True)
class NewCommunity:
    """What somebody says of a community to be; see `geo.model.Community`."""

    slug: str
    name: str
    country: str | None = None
    locale: str = "es"
    timezone: str | None = None
    boundary: BaseGeometry | None = None


def found_community(store: Store, new: NewCommunity) -> Community:
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
    if not name or len(name) > LONGEST or not SLUG.fullmatch(new.slug) or len(new.slug) > LONGEST:
        raise CommunityNameError(slug=new.slug[:LONGEST], most=LONGEST)
    if new.locale not in locales():
        raise LocaleUnknownError(tongue=new.locale, known=", ".join(locales()))
    if new.timezone is not None:
        zone_of(new.timezone)
    record = Community(
        slug=new.slug,
        name=name,
        country=country_of(new.country or "", new.locale),
        locale=new.locale,
        timezone=new.timezone or _timezone(new.boundary),
        boundary=new.boundary,
    )
    return records.add_community(store, record)


def slug_of(name: str) -> str:
    """Make a short name of a name: "Villa María" becomes "villa-maria"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-")


def country_of(words: str, locale: str) -> str | None:
    """
    Find the code of a country by its name, or by the code itself; nothing written, no country.

    Parameters
    ----------
    words
        As somebody types it; case and accents do not matter.
    locale
        The language of the name.

    Raises
    ------
    CountryUnknownError
        If no country is called so.
    """
    wanted = folded(words)
    if not wanted:
        return None
    known = {
        folded(name): code
        for code, name in Locale.parse(locale).territories.items()
        if re.fullmatch("[A-Z]{2}", code)
    }
    code = known.get(wanted) or words.strip().upper()
    if code not in known.values():
        raise CountryUnknownError(country=words)
    return code


def _timezone(boundary: BaseGeometry | None) -> str | None:
    if boundary is None:
        return None
    return timezone_at(boundary.centroid.y, boundary.centroid.x)
