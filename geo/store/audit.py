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

from geo.store.audit_vocabulary import AuditDetail, check_audit_line
from geo.store.database import Store, Transaction

SUBJECT_BYTES = 8


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
        As `audit_vocabulary.ALLOWED_DETAILS` permits. A community is stored as a random pseudonym;
        `read_audit_lines` restores its short name unless the community was forgotten.
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
    head = transaction.rows("audit/head")[0]
    line = {
        "number": head["lines"] + 1,
        "done_at": datetime.now(UTC).replace(tzinfo=None),
        "who": who,
        "action": action,
        "details": canonical_json(recorded),
        "previous": head["hash"],
    }
    line["hash"] = hash_audit_line(line)
    transaction.execute("audit/update_head", lines=line["number"], hash=line["hash"])
    transaction.execute("audit/add_line", **line)


def read_audit_lines(store: Store, *, limit: int = 100) -> list[AuditLine]:
    """Read the latest lines, newest first."""
    slugs = {row["subject"]: row["community"] for row in store.rows("audit/subjects")}
    return [_parse_line(row, slugs) for row in store.rows("audit/latest_lines", most=limit)]


def read_audit_head(store: Store) -> AuditHead:
    """Read the number of lines, and the hash of the last."""
    row = store.rows("audit/head")[0]
    return AuditHead(row["lines"], row["hash"])


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


def _community_pseudonym(transaction: Transaction, community: str) -> str:
    rows = transaction.rows("audit/subject", community=community)
    if rows:
        return str(rows[0]["subject"])
    pseudonym = secrets.token_hex(SUBJECT_BYTES)
    transaction.execute("audit/add_subject", community=community, subject=pseudonym)
    return pseudonym


def _parse_line(row: Mapping[str, Any], slugs_by_subject: Mapping[str, str]) -> AuditLine:
    details = json.loads(row["details"])
    if "community" in details:
        details["community"] = slugs_by_subject.get(details["community"], details["community"])
    return AuditLine(
        number=row["number"],
        at=row["done_at"].replace(tzinfo=UTC),
        who=row["who"],
        action=row["action"],
        details=details,
    )
