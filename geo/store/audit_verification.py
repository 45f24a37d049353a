"""Reading the audit log against its seals: what was changed, taken out, put in, or cut off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from geo.store.audit import AuditHead, hash_audit_line
from geo.store.database import Store, Transaction

AuditFindingKind = Literal[
    "changed", "missing", "inserted", "unlinked", "cut", "head", "not_as_noted"
]


@dataclass(frozen=True)
class AuditFinding:
    """
    One thing wrong with the log.

    Attributes
    ----------
    number
        Of the line where it shows.
    kind
        `changed`: the line does not fit its seal. `missing`: there is none of this number.
        `inserted`: there is one too many. `unlinked`: it does not follow on the line before.
        `cut`: the log ends before its head does. `head`: the last seal is not the head's.
        `not_as_noted`: a head noted elsewhere does not fit the line of its number.
    """

    number: int
    kind: AuditFindingKind


def verify_audit_log(
    store: Store, *, recorded_heads: Sequence[AuditHead] = ()
) -> list[AuditFinding]:
    """
    Find what is wrong with the audit log; nothing, where all is as it was written.

    Parameters
    ----------
    recorded_heads
        Heads that were noted elsewhere, as in backups: the log must still hold each.
    """
    head, rows = store.transact(_read_audit_log)
    seals = {row["number"]: row["hash"] for row in rows}
    seals[0] = head["beginning"]
    faults = [*_verify_chain(rows, head["beginning"]), *_verify_head(rows, head)]
    faults += [
        AuditFinding(one.lines, "not_as_noted")
        for one in recorded_heads
        if seals.get(one.lines) != one.hash
    ]
    return faults


def _read_audit_log(transaction: Transaction) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    return transaction.rows("audit/head")[0], transaction.rows("audit/lines")


def _verify_chain(rows: Sequence[Mapping[str, Any]], beginning: str) -> Iterable[AuditFinding]:
    expected, before = 1, beginning
    for row in rows:
        number = row["number"]
        gap = number > expected
        if gap:
            yield AuditFinding(expected, "missing")
        elif number < expected:
            yield AuditFinding(number, "inserted")
        if hash_audit_line(row) != row["hash"]:
            yield AuditFinding(number, "changed")
        if row["previous"] != before and not gap:
            yield AuditFinding(number, "unlinked")
        expected, before = number + 1, row["hash"]


def _verify_head(
    rows: Sequence[Mapping[str, Any]], head: Mapping[str, Any]
) -> Iterable[AuditFinding]:
    last = rows[-1]["number"] if rows else 0
    seal = rows[-1]["hash"] if rows else head["beginning"]
    if last < head["lines"]:
        yield AuditFinding(last + 1, "cut")
    elif last > head["lines"] or seal != head["hash"]:
        yield AuditFinding(last, "head")
