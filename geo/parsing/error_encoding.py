"""Encoding of errors that a parsing process reports: a class of `geo.errors` and placeholders."""

from __future__ import annotations

import inspect
import json
from typing import Any

from geo import errors
from geo.errors import AmparoError
from geo.parsing.value_encoding import ForbiddenValueError, decode_value, encode_value

MAX_FINDINGS = 20_000  # rows to be fixed that are reported; their number is reported in any case

MAX_QUESTIONS = 100  # questions that are asked at once


def encode_error(error: AmparoError) -> bytes:
    """Encode an error as JSON, with the first `MAX_FINDINGS` of its findings."""
    findings = getattr(error, "findings", None)
    parts = {
        "name": type(error).__name__,
        "placeholders": error.placeholders,
        "findings": None if findings is None else list(findings[:MAX_FINDINGS]),
        "questions": list(getattr(error, "questions", [])[:MAX_QUESTIONS]),
    }
    document, _ = encode_value(parts)
    return document


def decode_error(document: bytes, *, file: str) -> AmparoError:
    """
    Decode an error.

    Parameters
    ----------
    file
        Name of the file as the visitor knows it; it replaces the one that the process used, but
        not that of a file within it, such as `data.zip/places.csv`.

    Raises
    ------
    ForbiddenValueError
        If it is no error of `geo.errors`.
    """
    parts: dict[str, Any] = decode_value(document, [])
    try:
        kind = getattr(errors, parts["name"])
        placeholders = dict(parts["placeholders"])
        findings, questions = parts["findings"], parts["questions"]
    except (KeyError, TypeError, AttributeError) as error:
        raise ForbiddenValueError from error
    if not (inspect.isclass(kind) and issubclass(kind, AmparoError)):
        raise ForbiddenValueError
    if not str(placeholders.get("file", f"{file}/")).startswith(f"{file}/"):
        placeholders["file"] = file
    decoded = kind.__new__(kind)
    AmparoError.__init__(decoded, **placeholders)
    if findings is not None:
        vars(decoded).update(findings=findings, questions=questions)
    return decoded


def encode_fault(error: BaseException) -> bytes:
    """
    Encode an exception that no code expected: its class and where it was raised.

    Its text may quote the file, so it never leaves the process.
    """
    frames = inspect.getinnerframes(error.__traceback__) if error.__traceback__ else []
    where = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return json.dumps({"fault": type(error).__name__, "where": where}).encode()
