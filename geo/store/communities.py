"""Communities and the groups that drew in them, as records."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import duckdb
import shapely

from geo.errors import CommunityExistsError, CommunityUnknownError
from geo.model import Community, DrawingSession
from geo.store.database import Store, Writer


def all_communities(store: Store) -> list[Community]:
    """List the communities, the demonstration last."""
    return [_community(row) for row in store.rows("communities/all")]


def community(store: Store, slug: str) -> Community:
    """
    Read one community.

    Raises
    ------
    CommunityUnknownError
        If there is none of this name.
    """
    rows = store.rows("communities/one", slug=slug)
    if not rows:
        raise CommunityUnknownError(slug=slug)
    return _community(rows[0])


def add_community(store: Store, new: Community) -> Community:
    """
    Add a community.

    Raises
    ------
    CommunityExistsError
        If the short name is taken.
    """

    def work(writer: Writer) -> None:
        if writer.rows("communities/one", slug=new.slug):
            raise CommunityExistsError(slug=new.slug)
        writer.change("communities/add", demonstration=new.demonstration, **_written(new))

    try:
        store.transact(work)
    except duckdb.ConstraintException as error:  # another process was quicker
        raise CommunityExistsError(slug=new.slug) from error
    return community(store, new.slug)


def edit_community(store: Store, edited: Community) -> Community:
    """
    Write a community's own record anew; its layers and streets stay.

    Raises
    ------
    CommunityUnknownError
        If there is none of this name.
    """
    community(store, edited.slug)
    store.transact(lambda writer: writer.change("communities/edit", **_written(edited)))
    return community(store, edited.slug)


def sessions(store: Store, slug: str) -> list[DrawingSession]:
    """List the drawing sessions of a community by date."""
    return [DrawingSession(**row) for row in store.rows("communities/sessions", community=slug)]


def add_sessions(store: Store, slug: str, new: list[DrawingSession]) -> None:
    """Note drawing sessions; those whose code is known already are left as they are."""
    known = {session.code for session in sessions(store, slug)}

    def work(writer: Writer) -> None:
        for session in new:
            if session.code not in known:
                writer.change("communities/add_session", community=slug, **asdict(session))
        writer.change("communities/layers_changed", slug=slug)

    store.transact(work)


def _written(record: Community) -> dict[str, object]:
    boundary = record.boundary
    return {
        "slug": record.slug,
        "name": record.name,
        "country": record.country,
        "locale": record.locale,
        "timezone": record.timezone,
        "boundary": None if boundary is None else shapely.to_wkb(boundary),
        "day_starts": record.day_starts,
        "day_ends": record.day_ends,
        "stale_days": record.stale_days,
    }


def _community(row: dict[str, Any]) -> Community:
    boundary = row.pop("boundary")
    read = Community(**row)
    return replace(read, boundary=None if boundary is None else shapely.from_wkb(bytes(boundary)))
