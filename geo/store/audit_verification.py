"""Reading the audit log against its seals: what was changed, taken out, put in, or cut off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from geo.store.audit import Head, seal_of
from geo.store.database import Store, Writer

Kind = Literal["changed", "missing", "inserted", "unlinked", "cut", "head", "not_as_noted"]


@dataclass(frozen=True)
class AuditFault:
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
    kind: Kind


def check_audit(store: Store, *, noted: Sequence[Head] = ()) -> list[AuditFault]:
    """
    Find what is wrong with the audit log; nothing, where all is as it was written.

    Parameters
    ----------
    noted
        Heads that were noted elsewhere, as in backups: the log must still hold each.
    """
    head, rows = store.transact(_read)
    seals = {row["number"]: row["hash"] for row in rows}
    seals[0] = head["beginning"]
    faults = [*_chain(rows, head["beginning"]), *_end(rows, head)]
    faults += [
        AuditFault(one.lines, "not_as_noted") for one in noted if seals.get(one.lines) != one.hash
    ]
    return faults


def _read(writer: Writer) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    return writer.rows("audit/head")[0], writer.rows("audit/lines")


def _chain(rows: Sequence[Mapping[str, Any]], beginning: str) -> Iterable[AuditFault]:
    expected, before = 1, beginning
    for row in rows:
        number = row["number"]
        gap = number > expected
        if gap:
            yield AuditFault(expected, "missing")
        elif number < expected:
            yield AuditFault(number, "inserted")
        if seal_of(row) != row["hash"]:
            yield AuditFault(number, "changed")
        if row["previous"] != before and not gap:
            yield AuditFault(number, "unlinked")
        expected, before = number + 1, row["hash"]


def _end(rows: Sequence[Mapping[str, Any]], head: Mapping[str, Any]) -> Iterable[AuditFault]:
    last = rows[-1]["number"] if rows else 0
    seal = rows[-1]["hash"] if rows else head["beginning"]
    if last < head["lines"]:
        yield AuditFault(last + 1, "cut")
    elif last > head["lines"] or seal != head["hash"]:
        yield AuditFault(last, "head")
