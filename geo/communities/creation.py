"""Creation of a community from checked input."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from babel import Locale
from shapely.geometry.base import BaseGeometry

from geo.access.layer_rights import require_right
from geo.communities.boundary import find_boundary_timezone
from geo.errors import CommunityNameError, CountryUnknownError, LocaleUnknownError
from geo.language import list_locales
from geo.layers.text_cleaning import clean_text
from geo.layers.text_folding import fold_text
from geo.model import Community
from geo.network.daylight import load_timezone
from geo.store import Store
from geo.store import communities as records

SLUG_PATTERN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MAX_NAME_LENGTH = 60


@dataclass(frozen=True)
class NewCommunity:
    """Input for a new community; see `geo.model.Community`."""

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
        If a value is invalid.
    CommunityExistsError
        If the short name is taken.
    WriteDeniedError
        If the acting role may not create one.
    """
    require_right("community", "add")
    name = check_community_name(new.name, new.slug)
    if new.locale not in list_locales():
        raise LocaleUnknownError(tongue=new.locale, known=", ".join(list_locales()))
    if new.timezone is not None:
        load_timezone(new.timezone)
    record = Community(
        slug=new.slug,
        name=name,
        country=find_country_code(new.country or "", new.locale),
        locale=new.locale,
        timezone=new.timezone or find_boundary_timezone(new.boundary),
        boundary=new.boundary,
    )
    return records.add_community(store, record)


def check_community_name(name: str, slug: str) -> str:
    """
    Clean the name of a community, and check it and the short name.

    Raises
    ------
    CommunityNameError
        If either is missing, too long, or the short name has other signs than it may have.
    """
    cleaned = clean_text(name).strip()
    is_valid_slug = SLUG_PATTERN.fullmatch(slug) and len(slug) <= MAX_NAME_LENGTH
    if not cleaned or len(cleaned) > MAX_NAME_LENGTH or not is_valid_slug:
        raise CommunityNameError(slug=slug[:MAX_NAME_LENGTH], most=MAX_NAME_LENGTH)
    return cleaned


def make_slug(name: str) -> str:
    """Derive a short name from a name: "Villa María" becomes "villa-maria"."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_name).strip("-")[:MAX_NAME_LENGTH].strip("-")


def find_country_code(country: str, locale: str) -> str | None:
    """
    Find the code of a country by its name or by the code itself; None for empty text.

    Parameters
    ----------
    country
        Name or code; case and accents are ignored.
    locale
        The language of the name.

    Raises
    ------
    CountryUnknownError
        If there is no such country.
    """
    folded_name = fold_text(country)
    if not folded_name:
        return None
    codes_by_name = {
        fold_text(name): code
        for code, name in Locale.parse(locale).territories.items()
        if re.fullmatch("[A-Z]{2}", code)
    }
    code = codes_by_name.get(folded_name) or country.strip().upper()
    if code not in codes_by_name.values():
        raise CountryUnknownError(country=country)
    return code
