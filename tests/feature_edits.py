"""Edits and removes single features, as imports and drawing sessions do within more work."""

from __future__ import annotations

from geo.store.layers import _feature_rows, delete_features


def edit_features(store, slug, layer, features, *, who):
    """Give features, found by their `id`, other attributes and another geometry."""
    incoming = _feature_rows(features)

    def in_transaction(transaction):
        transaction.execute("history/edited", incoming, community=slug, layer=layer, who=who)
        transaction.execute("layers/edit", incoming, community=slug, layer=layer)
        transaction.execute("communities/layers_changed", slug=slug)

    store.transact(in_transaction)


def remove_features(store, slug, layer, ids, *, who):
    """Remove features from a layer."""
    store.transact(lambda transaction: delete_features(transaction, slug, layer, ids, who))
