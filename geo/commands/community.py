"""Commands on communities themselves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.commands.district_options import DistrictChoice, district_options
from geo.commands.options import file_argument
from geo.commands.terminal import json_command, open_home, open_home_to_read, select_locale
from geo.commands.unprotected_warning import warn_if_unprotected
from geo.json_values import make_file_record
from geo.language import ngettext

if TYPE_CHECKING:
    from geo.model import Community

FOLLOW_SUN = "sun"


@click.group()
def community() -> None:
    """Communities: add one, list them."""


@community.command("add")
@click.argument("slug")
@click.option("--name", required=True)
@click.option("--country", metavar="CC")
@click.option("--locale", default="es", show_default=True)
@click.option("--timezone", metavar="TZ")
@click.option("--boundary", type=click.Path(path_type=Path))
@district_options
@json_command
def add(  # noqa: PLR0913 (one parameter an option, named by click)
    slug: str,
    name: str,
    country: str | None,
    locale: str,
    timezone: str | None,
    boundary: Path | None,
    table: str | None,
    district: str | None,
    all_districts: bool,
    home: Path | None,
) -> dict[str, object]:
    """Add a community."""
    from geo.communities.creation import NewCommunity, create_community

    choice = DistrictChoice(table, district, all_districts)
    polygon = None if boundary is None else choice.parse(boundary)
    request = NewCommunity(slug, name, country, locale, timezone, polygon)
    store = open_home(home)
    created = create_community(store, request)
    warn_if_unprotected(store, created)
    return _format_community(created)


@community.command("boundary")
@click.argument("slug")
@file_argument
@district_options
@json_command
def boundary(  # noqa: PLR0913 (one parameter an option, named by click)
    slug: str,
    file: Path,
    table: str | None,
    district: str | None,
    all_districts: bool,
    home: Path | None,
) -> dict[str, object]:
    """Set another boundary; layers and streets stay."""
    from geo.communities.boundary import set_boundary
    from geo.store import communities as records

    store = open_home(home)
    records.read_community(store, slug)
    set_boundary(store, slug, DistrictChoice(table, district, all_districts).parse(file))
    return _format_community(records.read_community(store, slug))


@community.command("settle")
@click.argument("slug")
@click.option("--day", metavar="HH:MM-HH:MM")
@click.option("--stale-days", type=int, metavar="N")
@click.option(
    "--unlit",
    type=float,
    metavar="FACTOR",
)
@json_command
def settle(
    slug: str,
    day: str | None,
    stale_days: int | None,
    unlit: float | None,
    home: Path | None,
) -> dict[str, object]:
    """Settle when it is night, and when what is known of a door is old."""
    from geo.communities.settings import parse_day_hours, update_settings
    from geo.store import communities as records

    store = open_home(home)
    current = records.read_community(store, slug)
    day_hours = current.daylight_hours
    if day is not None:
        day_hours = None if day == FOLLOW_SUN else parse_day_hours(day)
    days = current.stale_days if stale_days is None else stale_days
    settled = update_settings(store, slug, own_day=day_hours, stale_days=days, unlit_factor=unlit)
    return _format_community(settled)


@community.command("list")
@json_command
def list_(home: Path | None) -> dict[str, object]:
    """List the communities."""
    from geo.store import communities as records

    return {
        "communities": [
            _format_community(record)
            for record in records.list_communities(open_home_to_read(home))
        ]
    }


@community.command("forget")
@click.argument("slug")
@click.option("--confirm", required=True, metavar="SLUG")
@click.option(
    "--also",
    multiple=True,
    type=click.Path(path_type=Path),
)
@json_command
def forget(slug: str, confirm: str, also: tuple[Path, ...], home: Path | None) -> dict[str, object]:
    """Erase a community with its history, and name the copies that still hold it."""
    from geo.privacy.shared_cache import clear_caches
    from geo.store.forget import forget_community

    result = forget_community(open_home(home), slug, confirm=confirm, copies_to_erase=also)
    clear_caches()
    if result.remaining_copies:
        click.echo(
            ngettext("forget.copies", len(result.remaining_copies), select_locale()), err=True
        )
    return {
        "community": result.community,
        "erased_files": [make_file_record(path) for path in result.erased_copies],
        "remaining_files": [make_file_record(path) for path in result.remaining_copies],
    }


def _format_community(record: Community) -> dict[str, object]:
    day_hours = record.daylight_hours
    return {
        "community": record.slug,
        "name": record.name,
        "country": record.country,
        "locale": record.locale,
        "timezone": record.timezone,
        "demonstration": record.demonstration,
        "boundary": record.boundary is not None,
        "streets": record.streets_version > 0,
        "day": FOLLOW_SUN if day_hours is None else f"{day_hours[0]:%H:%M}-{day_hours[1]:%H:%M}",
        "stale_days": record.stale_days,
        "unlit_factor": record.unlit_factor,
    }
