"""Which communities may be seen without signing in: those a coordinator published."""

from __future__ import annotations

from geo.access.monotonic_clock import steady_now
from geo.model import Community
from geo.store import communities as records
from geo.store.actor import actor
from geo.store.audit import append
from geo.store.database import Store, Writer


def is_published(store: Store, community: Community) -> bool:
    """Tell whether a community may be seen without signing in; a demonstration always may."""
    if community.demonstration:
        return True
    return bool(store.rows("access/published", community=community.slug))


def publish(store: Store, slug: str) -> None:
    """
    Let a community be seen, as the public may see it, without signing in.

    Raises
    ------
    CommunityUnknownError
        If there is none of this name.
    """
    records.community(store, slug)

    def work(writer: Writer) -> None:
        append(writer, actor(), "community_published", {"community": slug})
        writer.change("access/withdraw", community=slug)
        writer.change("access/publish", community=slug, published_at=steady_now())

    store.transact_in_turn(work)


def withdraw(store: Store, slug: str) -> None:
    """
    Show a community only to those who sign in.

    Raises
    ------
    CommunityUnknownError
        If there is none of this name.
    """
    records.community(store, slug)

    def work(writer: Writer) -> None:
        append(writer, actor(), "community_withdrawn", {"community": slug})
        writer.change("access/withdraw", community=slug)

    store.transact_in_turn(work)
