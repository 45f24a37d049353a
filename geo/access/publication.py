"""Publication: communities that may be read without signing in."""

from __future__ import annotations

from geo.access.monotonic_clock import monotonic_now
from geo.model import Community
from geo.store import communities as records
from geo.store.actor import current_actor
from geo.store.audit import append_audit_line
from geo.store.database import Store, Transaction


def is_published(store: Store, community: Community) -> bool:
    """Return whether a community is readable without signing in; a demonstration always is."""
    if community.demonstration:
        return True
    return bool(store.rows("access/published", community=community.slug))


def publish_community(store: Store, slug: str) -> None:
    """
    Make a community readable without signing in, redacted for the public.

    Raises
    ------
    CommunityUnknownError
        If no community has this short name.
    """
    records.read_community(store, slug)

    def in_transaction(transaction: Transaction) -> None:
        append_audit_line(transaction, current_actor(), "community_published", {"community": slug})
        transaction.execute("access/unpublish", community=slug)
        transaction.execute("access/publish", community=slug, published_at=monotonic_now())

    store.transact_serialised(in_transaction)


def unpublish_community(store: Store, slug: str) -> None:
    """
    Make a community readable only after signing in.

    Raises
    ------
    CommunityUnknownError
        If no community has this short name.
    """
    records.read_community(store, slug)

    def in_transaction(transaction: Transaction) -> None:
        append_audit_line(transaction, current_actor(), "community_withdrawn", {"community": slug})
        transaction.execute("access/unpublish", community=slug)

    store.transact_serialised(in_transaction)
