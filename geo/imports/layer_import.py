"""Import of a layer file into the store, all or nothing, with an account of every row."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from functools import partial
from pathlib import Path

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo.access.layer_rights import authorise, require_authorisation
from geo.access.proposals import propose_features
from geo.imports.checked_layer import CheckedLayer, WaitingRows, leave_out_addresses
from geo.imports.confidentiality import find_confidential_matches, list_reason_rows
from geo.imports.file_parsing import ParsedLayerFile, parse_layer
from geo.imports.import_choices import NO_CHOICES, ImportChoices, know_community
from geo.imports.import_report import ImportReport
from geo.imports.newer_file import compare_with_earlier
from geo.imports.point_areas import check_radius
from geo.imports.redacted_rows import NO_MATCH, match_redacted_rows, replace_rows
from geo.imports.row_comparison import RowComparison, find_stored_rows, find_superseded_rows
from geo.imports.row_settling import settle_rows
from geo.imports.waiting_storage import store_waiting
from geo.imports.zone_settling import settle_zones
from geo.layers.schema import LAYER_SCHEMAS
from geo.model import LayerName, ProgressCallback, ignore_progress
from geo.parsing.source import SourceFile
from geo.parsing.waiting_queue import PlaceCallback
from geo.store import Store
from geo.store.communities import read_community
from geo.store.database import Transaction
from geo.store.import_batches import ImportBatch, add_batch, read_last_change
from geo.store.layers import (
    FeatureCounts,
    delete_features,
    insert_features,
    list_known_ids,
    read_layer,
)
from geo.store.write_authorisation import WriteAction, WriteAuthorisation

BoolArray = NDArray[np.bool_]
PARSING_SHARE = 0.6  # of the time of an import; comparing and saving take the rest


def import_layer(  # noqa: PLR0913 (target, source and mode; a record would hide them)
    store: Store,
    slug: str,
    layer: LayerName,
    source: Path | SourceFile,
    *,
    replace: bool = False,
    table: str | None = None,
    radius_m: float | None = None,
    choices: ImportChoices = NO_CHOICES,
    waits: bool = False,
    on_place: PlaceCallback | None = None,
    progress: ProgressCallback | None = None,
) -> ImportReport:
    """
    Parse a file in a process of its own, and import it into a layer, or propose it.

    Parameters
    ----------
    source, table, choices, on_place, progress
        As for `parse_layer`.
    replace
        True replaces all features of the layer that the acting role is shown.
    radius_m
        Radius [m] of the circles that the points of risk areas become.
    waits
        True lets rows with a doubt wait, and takes the others; False refuses a file with doubts.

    Raises
    ------
    CommunityUnknownError
        If there is no such community.
    LayerError
        If the file cannot be read, or has to be fixed or asked about; nothing is saved then.
    LayerRadiusError, NumberError
        If the radius cannot be used.
    LayerOutsideError, LayerCoordinatesSwappedError, ZonesMissingError
        If no row lies within the boundary; if rows are of zones, and the community has none.
    ParsingError
        If parsing the file exceeds a limit.
    WriteDeniedError, ProposalLimitError
        If the acting role may neither write nor propose that, or proposes too much.
    """
    community = read_community(store, slug)
    check_radius(layer, radius_m)
    report_progress = progress or ignore_progress
    choices = know_community(choices, community)
    parse = partial(parse_layer, source, layer, table=table, choices=choices, on_place=on_place)
    parsed = parse(
        waits=waits,
        accepts_points=radius_m is not None,
        progress=lambda share, key: report_progress(PARSING_SHARE * share, key),
    )
    report_progress(PARSING_SHARE, "import.saving")
    parsed = settle_zones(store, slug, layer, parsed)
    parsed, report = settle_rows(parsed, community, layer, choices, radius_m)
    action: WriteAction = "replace" if replace else "add"
    report = _save(store, slug, parsed, report, action, removes=choices.outdated == "remove")
    report_progress(1.0, "import.saved")
    return report


def _save(  # noqa: PLR0913 (what is saved, where, and how; a record would hide them)
    store: Store,
    slug: str,
    parsed: ParsedLayerFile,
    report: ImportReport,
    action: WriteAction,
    *,
    removes: bool,
) -> ImportReport:
    """Write or propose the rows of a layer, and store those that wait, in one transaction."""
    return store.transact(
        lambda transaction: save_rows(transaction, slug, parsed, report, action, removes=removes)
    )


def save_rows(  # noqa: PLR0913 (what is saved, where, and how; a record would hide them)
    transaction: Transaction,
    slug: str,
    parsed: ParsedLayerFile,
    report: ImportReport,
    action: WriteAction,
    *,
    removes: bool = False,
    part_of: ImportBatch | None = None,
    imported_at: datetime | None = None,
    unclear: WaitingRows | None = None,
) -> ImportReport:
    """
    Write or propose the rows of a layer within a transaction, and store those that wait.

    Parameters
    ----------
    removes
        True removes what the same file brought before and does not hold any more.
    part_of
        Import of the same file whose rows these are, and which goes on.
    imported_at
        Of all layers of one file, which are undone together; None is now.
    unclear
        Rows of the file whose layer is not clear.
    """
    layer = report.layer
    before = read_last_change(transaction, slug, layer)
    checked, counts, absent = _write(transaction, slug, layer, action, parsed.checked)
    told = _set_outcome(report, checked, counts)
    if absent is not None and part_of is None:
        waiting = [one for one in (parsed.waiting, unclear) if one is not None]
        told = compare_with_earlier(
            transaction, slug, told, absent, checked.frame, waiting, removes=removes
        )
    batch = add_batch(
        transaction,
        slug,
        layer,
        report.file,
        after_change=before,
        part_of=part_of,
        imported_at=imported_at,
    )
    told = dataclasses.replace(told, batch=batch)
    return store_waiting(transaction, slug, parsed.waiting, told)


def add_checked(
    store: Store, slug: str, layer: LayerName, checked: CheckedLayer
) -> FeatureCounts | None:
    """Add checked rows to a layer; None where they were proposed. Errors: see `import_layer`."""
    return store.transact(
        lambda transaction: write_or_propose(transaction, slug, layer, "add", checked)
    )[1]


def write_or_propose(
    transaction: Transaction,
    slug: str,
    layer: LayerName,
    action: WriteAction,
    checked: CheckedLayer,
) -> tuple[CheckedLayer, FeatureCounts | None]:
    """Write checked rows, or propose them: there are no counts then."""
    return _write(transaction, slug, layer, action, checked)[:2]


def _write(
    transaction: Transaction,
    slug: str,
    layer: LayerName,
    action: WriteAction,
    checked: CheckedLayer,
) -> tuple[CheckedLayer, FeatureCounts | None, gpd.GeoDataFrame | None]:
    """As `write_or_propose`, with the stored rows that a file does not hold that adds some."""
    authorisation = authorise(transaction, slug, layer, action)
    if checked.frame.empty:  # all rows wait, or were left out
        return checked, FeatureCounts(0, 0, 0), None
    if authorisation is None:
        propose_features(transaction, slug, layer, action, checked.frame)
        return checked, None, None
    stored = read_layer(transaction, slug, layer)
    if authorisation.sees_confidential:
        checked = keep_confidential(checked, layer, stored)
    new = checked.frame.reset_index(drop=True)
    if action == "replace":
        return checked, replace_rows(authorisation, new, stored), None
    return checked, *_add_rows(authorisation, new, stored)


def add_rows(
    authorisation: WriteAuthorisation, new: gpd.GeoDataFrame, stored: gpd.GeoDataFrame
) -> FeatureCounts:
    """
    Add rows of a file within a transaction, but those that the layer already holds.

    A coordinator's new row takes the place of a stored one that differs only in being confidential,
    or in the address that it brings.
    For other roles a row that equals a confidential one is new, unless the account brought that one
    itself: nobody finds out what is stored by bringing a guess.
    """
    return _add_rows(authorisation, new, stored)[0]


def _add_rows(
    authorisation: WriteAuthorisation, new: gpd.GeoDataFrame, stored: gpd.GeoDataFrame
) -> tuple[FeatureCounts, gpd.GeoDataFrame]:
    """As `add_rows`, with the rows that stay stored and that the file does not hold."""
    is_redacted = match_redacted_rows(new, stored) != NO_MATCH
    if not authorisation.sees_confidential:
        stored = stored[stored["id"].isin(list_known_ids(authorisation))]
    comparison = RowComparison(new, stored)
    is_stored = is_redacted | find_stored_rows(comparison, new)
    is_absent = ~comparison.find_second(with_address=False)
    superseded = np.zeros(len(stored), dtype=bool)
    if authorisation.sees_confidential:
        superseded = find_superseded_rows(comparison, new)
    if superseded.any():
        transaction, slug = authorisation.transaction, authorisation.community
        deletion = require_authorisation(transaction, slug, authorisation.target, "delete")
        delete_features(deletion, list(stored["id"][superseded]))
    counts = insert_features(authorisation, new[~is_stored])
    unchanged, removed = counts.unchanged + int(is_stored.sum()), int(superseded.sum())
    return FeatureCounts(counts.added, unchanged, removed), stored[is_absent & ~superseded]


def count_new_rows(new: gpd.GeoDataFrame, stored: gpd.GeoDataFrame) -> int:
    """Count the rows that a layer does not hold yet, for whoever decides on a proposal."""
    return int((~find_stored_rows(RowComparison(new, stored), new)).sum())


def keep_confidential(
    checked: CheckedLayer, layer: LayerName, stored: gpd.GeoDataFrame
) -> CheckedLayer:
    """Make rows confidential that the store holds so, unless the file says "public" for them."""
    if LAYER_SCHEMAS[layer].confidential_codes is None:
        return checked
    matches = find_confidential_matches(checked.frame, stored)
    frame = checked.frame.assign(confidential=checked.frame["confidential"] | matches)
    rows = checked.confidential_rows | list_reason_rows({"stored": matches}, frame.index.to_numpy())
    return leave_out_addresses(dataclasses.replace(checked, frame=frame, confidential_rows=rows))


def _set_outcome(
    report: ImportReport, checked: CheckedLayer, counts: FeatureCounts | None
) -> ImportReport:
    """Add to a report what was written; counts are None for a proposal."""
    report = dataclasses.replace(
        report,
        made_confidential=checked.made_confidential,
        confidential_rows=checked.confidential_rows,
        without_address=checked.without_address,
        proposed=counts is None,
    )
    return report if counts is None else dataclasses.replace(report, **dataclasses.asdict(counts))
