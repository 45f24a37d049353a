"""Commands on communities themselves."""

from __future__ import annotations

from pathlib import Path

import click

from geo.commands.forget import forget
from geo.commands.terminal import command, home_option
from geo.commands.unprotected_warning import warn_if_exposed
from geo.communities.creation import NewCommunity, found_community
from geo.communities.settings import read_day, set_rules
from geo.imports.boundary_file import read_boundary
from geo.model import Community
from geo.store import communities as records
from geo.store import open_store

SUN = "sun"


@click.group()
def community() -> None:
    """Communities: add one, list them."""


@community.command("add")
@click.argument("slug")
@click.option("--name", required=True)
@click.option("--country", metavar="CC", help="Two letters, as in SV or PE.")
@click.option("--locale", default="es", show_default=True)
@click.option("--timezone", metavar="TZ", help="As in America/Lima; found by place if not given.")
@click.option("--boundary", type=click.Path(path_type=Path), help="A file with its polygon.")
@home_option
@command
def add(  # noqa: PLR0913 (one parameter an option, named by click)
    slug: str,
    name: str,
    country: str | None,
    locale: str,
    timezone: str | None,
    boundary: Path | None,
    home: Path | None,
) -> dict[str, object]:
    """Add a community."""
    shape = None if boundary is None else read_boundary(boundary)
    new = NewCommunity(slug, name, country, locale, timezone, shape)
    store = open_store(home)
    founded = found_community(store, new)
    warn_if_exposed(store, founded)
    return _told(founded)


@community.command("settle")
@click.argument("slug")
@click.option("--day", metavar="HH:MM-HH:MM", help="The community's own day; `sun` follows it.")
@click.option("--stale-days", type=int, metavar="N", help="Until a door is checked again.")
@home_option
@command
def settle(
    slug: str, day: str | None, stale_days: int | None, home: Path | None
) -> dict[str, object]:
    """Settle when it is night, and when what is known of a door is old."""
    store = open_store(home)
    old = records.community(store, slug)
    own = old.own_day
    if day is not None:
        own = None if day == SUN else read_day(day)
    days = old.stale_days if stale_days is None else stale_days
    return _told(set_rules(store, slug, own_day=own, stale_days=days))


@community.command("list")
@home_option
@command
def list_(home: Path | None) -> dict[str, object]:
    """List the communities."""
    return {"communities": [_told(one) for one in records.all_communities(open_store(home))]}


def _told(one: Community) -> dict[str, object]:
    own = one.own_day
    return {
        "community": one.slug,
        "name": one.name,
        "country": one.country,
        "locale": one.locale,
        "timezone": one.timezone,
        "demonstration": one.demonstration,
        "boundary": one.boundary is not None,
        "streets": one.streets_version > 0,
        "day": SUN if own is None else f"{own[0]:%H:%M}-{own[1]:%H:%M}",
        "stale_days": one.stale_days,
    }


community.add_command(forget)
