"""
Append-only audit log, protected by a hash chain.

The hash of each line is SHA-256 over its content and the hash of the line before. The chain
begins with a random value of the installation. The head, in a table of its own, stores the number
of lines and the last hash. This detects lines that were changed, deleted, inserted or moved, and
a truncated log. A chain that was rewritten completely, head included, is detected only by a head
that was recorded elsewhere: every backup contains one.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from geo.store.audit_vocabulary import ALLOWED_DETAILS, AuditDetail, check_audit_line
from geo.store.database import Store, Transaction

SUBJECT_BYTES = 8
HASH_LENGTH = 64  # hexadecimal digits
MAX_LINE_NUMBER = 2**53  # no log gets there: a greater number was put in
YEARS = range(2000, 2200)  # in which a line can have been written
UNREADABLE_ACTION = "unreadable"  # shown for a line that nothing here can have written


@dataclass(frozen=True)
class AuditHead:
    """Number of lines in the log, and the hash of the last."""

    lines: int
    hash: str


@dataclass(frozen=True)
class AuditLine:
    """
    One line of the audit log.

    Attributes
    ----------
    at
        UTC.
    who
        Name of an account, or a code for those without one.
    details
        As `audit_vocabulary.ALLOWED_DETAILS` permits; empty where the line is not readable. A
        community is stored as a random pseudonym; `read_audit_lines` restores its short name
        unless the community was forgotten.
    """

    number: int
    at: datetime
    who: str
    action: str
    details: dict[str, Any]


def write_audit_line(
    store: Store, who: str, action: str, details: Mapping[str, AuditDetail]
) -> None:
    """
    Append a line to the audit log.

    Raises
    ------
    AuditDetailError
        If the action or its details are not permitted in the log.
    """
    store.transact_serialised(
        lambda transaction: append_audit_line(transaction, who, action, details)
    )


def append_audit_line(
    transaction: Transaction, who: str, action: str, details: Mapping[str, AuditDetail]
) -> None:
    """
    Append a line within the transaction of the action it records; see `write_audit_line`.

    The transaction must be one of `Store.transact_serialised`: each line contains the hash of the
    line before, so concurrent appends conflict and are retried.
    """
    check_audit_line(who, action, details)
    recorded = dict(details)
    if "community" in recorded:
        recorded["community"] = _community_pseudonym(transaction, str(recorded["community"]))
    stored_head = _read_stored_head(transaction)
    head = stored_head or _find_last_link(transaction)
    line = {
        "number": head.lines + 1,
        "done_at": datetime.now(UTC).replace(tzinfo=None),
        "who": who,
        "action": action,
        "details": canonical_json(recorded),
        "previous": head.hash,
    }
    line["hash"] = hash_audit_line(line)
    if stored_head is not None:  # a damaged one stays, so that a verification finds it
        transaction.execute("audit/update_head", lines=line["number"], hash=line["hash"])
    transaction.execute("audit/add_line", **line)


def read_audit_lines(store: Store, *, limit: int = 100) -> list[AuditLine]:
    """Read the latest lines, newest first."""
    slugs = {row["subject"]: row["community"] for row in store.rows("audit/subjects")}
    return [_parse_line(row, slugs) for row in store.rows("audit/latest_lines", most=limit)]


def read_audit_head(store: Store) -> AuditHead:
    """
    Read the number of lines, and the hash of the last.

    Where the stored head was emptied or damaged, they are those of the last line; only
    `audit_verification.verify_audit_log` says that.
    """
    with store.open_reader() as transaction:
        return _read_stored_head(transaction) or _find_last_link(transaction)


def is_usable_head(head: Mapping[str, Any]) -> bool:
    """Return whether a stored head has a number of lines and two hashes."""
    lines = head["lines"]
    return (
        isinstance(lines, int)
        and 0 <= lines <= MAX_LINE_NUMBER
        and isinstance(head["beginning"], str)
        and isinstance(head["hash"], str)
    )


def is_hash(text: str) -> bool:
    """Return whether a text can be the hash of a line: SHA-256, hexadecimal."""
    return len(text) == HASH_LENGTH and all(sign in "0123456789abcdef" for sign in text)


def canonical_json(content: object) -> str:
    """Serialise content as the canonical JSON over which hashes are computed."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def hash_audit_line(line: Mapping[str, Any]) -> str:
    """Hash a row of the log: all columns, the hash of the line before included, but its own."""
    content = {name: line[name] for name in ("number", "who", "action", "details", "previous")}
    serialised = canonical_json(
        {**content, "at": line["done_at"].isoformat(timespec="microseconds")}
    )
    return hashlib.sha256(serialised.encode("utf-8")).hexdigest()


def _read_stored_head(transaction: Transaction) -> AuditHead | None:
    """Read the stored head; None where somebody emptied, doubled or damaged it."""
    heads = transaction.rows("audit/head")
    if len(heads) == 1 and is_usable_head(heads[0]):
        return AuditHead(heads[0]["lines"], heads[0]["hash"])
    return None


def _find_last_link(transaction: Transaction) -> AuditHead:
    """Find the number and hash of the last line, which the next one follows without a head."""
    last = transaction.rows("audit/latest_lines", most=1)
    if last and 0 <= last[0]["number"] <= MAX_LINE_NUMBER:
        return AuditHead(last[0]["number"], last[0]["hash"])
    return AuditHead(0, "")


def _community_pseudonym(transaction: Transaction, community: str) -> str:
    rows = transaction.rows("audit/subject", community=community)
    if rows:
        return str(rows[0]["subject"])
    pseudonym = secrets.token_hex(SUBJECT_BYTES)
    transaction.execute("audit/add_subject", community=community, subject=pseudonym)
    return pseudonym


def _parse_line(row: Mapping[str, Any], slugs_by_subject: Mapping[str, str]) -> AuditLine:
    at, details = row["done_at"], _parse_details(row)
    if details is None or not isinstance(at, datetime) or at.year not in YEARS:
        return AuditLine(
            row["number"], datetime(YEARS[0], 1, 1, tzinfo=UTC), "-", UNREADABLE_ACTION, {}
        )
    if "community" in details:
        details["community"] = slugs_by_subject.get(details["community"], details["community"])
    return AuditLine(
        number=row["number"],
        at=at.replace(tzinfo=UTC),
        who=row["who"],
        action=row["action"],
        details=details,
    )


def _parse_details(row: Mapping[str, Any]) -> dict[str, Any] | None:
    """Parse the details of a line; None where no line with this action can have them."""
    try:
        details = json.loads(row["details"])
    except (ValueError, RecursionError):
        return None
    if row["action"] not in ALLOWED_DETAILS or not isinstance(details, dict):
        return None
    if not isinstance(details.get("community", ""), str):
        return None
    return details
