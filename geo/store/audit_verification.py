"""Verification of the audit log's hash chain: changed, missing, inserted or truncated lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import duckdb

from geo.store.audit import AuditHead, hash_audit_line, is_usable_head
from geo.store.database import Store, Transaction

AuditFindingKind = Literal[
    "changed", "missing", "inserted", "unlinked", "cut", "head", "not_as_noted"
]


@dataclass(frozen=True)
class AuditFinding:
    """
    One violation of the hash chain.

    Attributes
    ----------
    number
        Number of the line where it was detected.
    kind
        `changed`: the line does not match its hash. `missing`: no line has this number.
        `inserted`: more than one line has this number. `unlinked`: it does not contain the hash
        of the line before. `cut`: the log has fewer lines than its head states. `head`: the last
        hash is not the head's, or there is no head, more than one, or a damaged one.
        `not_as_noted`: a recorded head does not match the line of its number.
    """

    number: int
    kind: AuditFindingKind


def verify_audit_log(
    store: Store, *, recorded_heads: Sequence[AuditHead] = ()
) -> list[AuditFinding]:
    """
    Verify the hash chain of the audit log; an intact log gives no findings.

    Parameters
    ----------
    recorded_heads
        Heads that were recorded elsewhere, as in backups: the log must still contain each.
    """
    try:
        heads, rows = store.transact(_read_audit_log)
    except (duckdb.CatalogException, duckdb.BinderException):  # a table or a column is gone
        return [AuditFinding(0, "missing")]
    head = heads[0] if len(heads) == 1 and is_usable_head(heads[0]) else None
    hashes = {row["number"]: row["hash"] for row in rows}
    if head is not None:
        hashes[0] = head["beginning"]
    findings = [*_verify_chain(rows, _find_beginning(head, rows)), *_verify_head(rows, head)]
    findings += [
        AuditFinding(one.lines, "not_as_noted")
        for one in recorded_heads
        if hashes.get(one.lines) != one.hash
    ]
    return findings


def _read_audit_log(
    transaction: Transaction,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    return transaction.rows("audit/head"), transaction.rows("audit/lines")


def _find_beginning(head: Mapping[str, Any] | None, rows: Sequence[Mapping[str, Any]]) -> str:
    """Find what the first line follows; without a usable head, what it says itself."""
    if head is not None:
        return str(head["beginning"])
    return str(rows[0]["previous"]) if rows else ""


def _verify_chain(rows: Sequence[Mapping[str, Any]], beginning: str) -> Iterable[AuditFinding]:
    expected, previous_hash = 1, beginning
    for row in rows:
        number = row["number"]
        gap = number > expected
        if gap:
            yield AuditFinding(expected, "missing")
        elif number < expected:
            yield AuditFinding(number, "inserted")
        if not isinstance(row["done_at"], datetime) or hash_audit_line(row) != row["hash"]:
            yield AuditFinding(number, "changed")
        if row["previous"] != previous_hash and not gap:
            yield AuditFinding(number, "unlinked")
        expected, previous_hash = number + 1, row["hash"]


def _verify_head(
    rows: Sequence[Mapping[str, Any]], head: Mapping[str, Any] | None
) -> Iterable[AuditFinding]:
    last = rows[-1]["number"] if rows else 0
    if head is None:
        yield AuditFinding(last, "head")
        return
    last_hash = rows[-1]["hash"] if rows else head["beginning"]
    if last < head["lines"]:
        yield AuditFinding(last + 1, "cut")
    elif last > head["lines"] or last_hash != head["hash"]:
        yield AuditFinding(last, "head")
