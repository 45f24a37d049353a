"""Recording of what another process will read from a snapshot of the store."""

from __future__ import annotations

from contextlib import suppress

from geo.errors import AmparoError
from geo.model import AUDIENCES, LAYER_NAMES
from geo.privacy.view import open_view
from geo.store import Store
from geo.store.snapshots import SnapshotRequest


def record_request(store: Store, request: SnapshotRequest) -> None:
    """
    Record what a request will tell for the first time, as reading it here does.

    A request that names what does not exist, or whose layers are missing, records what it can: the
    process that asked meets the same error when it reads its copy.
    """
    for audience in AUDIENCES:
        if audience == request.audience and audience != "coordinator":
            with suppress(AmparoError):
                view = open_view(store, request.community, audience)
                for layer in LAYER_NAMES:
                    if layer in request.layers:
                        view.layer(layer)
