"""Records of communities and of their drawing sessions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import duckdb
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import CommunityExistsError, CommunityUnknownError, WriteDeniedError
from geo.model import Community, DrawingSession
from geo.store.database import Store, Transaction
from geo.store.write_authorisation import WriteAuthorisation


def list_communities(store: Store) -> list[Community]:
    """List the communities by name, the demonstration last."""
    return [_parse_community(row) for row in _list_rows(store)]


def list_slugs(store: Store) -> list[str]:
    """List the short names of all communities."""
    return [row["slug"] for row in store.cached_rows("communities/slugs")]


def read_community(store: Store | Transaction, slug: str) -> Community:
    """
    Read one community.

    Raises
    ------
    CommunityUnknownError
        If no community has this short name.
    """
    if isinstance(store, Store):
        rows = [row for row in _list_rows(store) if row["slug"] == slug]
    else:
        rows = store.rows("communities/list", slug=slug)
    if not rows:
        raise CommunityUnknownError(slug=slug)
    return _parse_community(rows[0])


def add_community(store: Store, new_community: Community) -> Community:
    """
    Add a community.

    Raises
    ------
    CommunityExistsError
        If the short name is taken.
    """

    def in_transaction(transaction: Transaction) -> None:
        if transaction.rows("communities/list", slug=new_community.slug):
            raise CommunityExistsError(slug=new_community.slug)
        transaction.execute(
            "communities/add",
            demonstration=new_community.demonstration,
            **_community_parameters(new_community),
        )

    try:
        store.transact(in_transaction)
    except duckdb.ConstraintException as error:  # another process added it first
        raise CommunityExistsError(slug=new_community.slug) from error
    return read_community(store, new_community.slug)


def update_community(store: Store, edited_community: Community) -> Community:
    """
    Update a community's record; its boundary, layers and streets stay.

    Raises
    ------
    CommunityUnknownError
        If no community has this short name.
    """
    read_community(store, edited_community.slug)
    parameters = _community_parameters(edited_community)
    parameters.pop("boundary")  # see `write_boundary`
    store.transact(lambda transaction: transaction.execute("communities/edit", **parameters))
    return read_community(store, edited_community.slug)


def write_boundary(
    authorisation: WriteAuthorisation, boundary: BaseGeometry, *, timezone: str | None
) -> None:
    """
    Set a community's boundary, and the time zone found by it.

    Parameters
    ----------
    authorisation
        From `geo.access.layer_rights`, for the target `boundary`.

    Raises
    ------
    WriteDeniedError
        If it does not permit that.
    """
    if authorisation.target != "boundary":
        raise WriteDeniedError(layer="boundary")
    authorisation.require("replace")
    authorisation.transaction.execute(
        "communities/set_boundary",
        slug=authorisation.community,
        boundary=shapely.to_wkb(boundary),
        timezone=timezone,
    )


def set_missing_timezone(store: Store, slug: str, timezone: str) -> None:
    """Set the time zone of a community that has none."""
    store.transact(
        lambda transaction: transaction.execute(
            "communities/set_timezone", slug=slug, timezone=timezone
        )
    )


def list_drawing_sessions(store: Store, slug: str) -> list[DrawingSession]:
    """List the drawing sessions of a community by date."""
    return [
        DrawingSession(**row) for row in store.rows("communities/drawing_sessions", community=slug)
    ]


def add_drawing_sessions(store: Store, slug: str, new_sessions: list[DrawingSession]) -> None:
    """Add records of drawing sessions; a code that exists already is left unchanged."""
    existing_codes = {session.code for session in list_drawing_sessions(store, slug)}

    def in_transaction(transaction: Transaction) -> None:
        for session in new_sessions:
            if session.code not in existing_codes:
                insert_drawing_session(transaction, slug, session)
        transaction.execute("communities/layers_changed", slug=slug)

    store.transact(in_transaction)


def insert_drawing_session(transaction: Transaction, slug: str, session: DrawingSession) -> None:
    """Insert the record of a drawing session within a transaction."""
    transaction.execute(
        "communities/add_drawing_session",
        community=slug,
        code=session.code,
        held_on=session.held_on,
        age_band=session.age_band,
        participants=session.participants,
        moment=session.moment,
        facilitator_role=session.facilitator_role,
        consent=session.consent,
        agreed_on=session.agreed_on,
    )


def _list_rows(store: Store) -> list[dict[str, Any]]:
    return store.cached_rows("communities/list", slug=None)


def _community_parameters(record: Community) -> dict[str, object]:
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
        "unlit_factor": record.unlit_factor,
    }


def _parse_community(row: dict[str, Any]) -> Community:
    boundary = row.pop("boundary")
    community = Community(**row)
    return replace(
        community, boundary=None if boundary is None else shapely.from_wkb(bytes(boundary))
    )
