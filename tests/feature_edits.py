"""Adds, edits and removes single features, as imports and drawing sessions do within more work."""

from __future__ import annotations

from geo.store.communities import write_boundary
from geo.store.layers import (
    delete_features,
    insert_features,
    to_feature_rows,
)
from geo.store.layers import replace_features as replace_authorised
from geo.store.write_authorisation import WriteAuthorisation


def authorised(transaction, slug, layer, who="coordinator"):
    """Authorise everything: who may write is asked elsewhere."""
    actions = frozenset({"add", "replace", "edit", "delete"})
    return WriteAuthorisation(transaction, slug, layer, actions, who, who, sees_confidential=True)


def add_features(store, slug, layer, features, *, who="coordinator"):
    """Put features into a layer."""
    return store.transact(
        lambda transaction: insert_features(authorised(transaction, slug, layer, who), features)
    )


def replace_features(store, slug, layer, features, *, who="coordinator"):
    """Replace all features of a layer."""
    return store.transact(
        lambda transaction: replace_authorised(authorised(transaction, slug, layer, who), features)
    )


def edit_features(store, slug, layer, features, *, who):
    """Give features, found by their `id`, other attributes and another geometry."""
    incoming = to_feature_rows(features)

    def in_transaction(transaction):
        transaction.execute(
            "history/edited", incoming, community=slug, layer=layer, who=who, account=who
        )
        transaction.execute("layers/edit", incoming, community=slug, layer=layer)
        transaction.execute("communities/layers_changed", slug=slug)

    store.transact(in_transaction)


def remove_features(store, slug, layer, ids, *, who):
    """Remove features from a layer."""
    store.transact(
        lambda transaction: delete_features(authorised(transaction, slug, layer, who), ids)
    )


def replace_boundary(store, slug, boundary):
    """Give a community another boundary."""
    store.transact(
        lambda transaction: write_boundary(
            authorised(transaction, slug, "boundary"), boundary, timezone=None
        )
    )
