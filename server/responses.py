"""Answers that several routes give, and how long a browser may keep an answer."""

from __future__ import annotations

from starlette.responses import PlainTextResponse, Response

# An address with a version never changes its answer; one without may change with an update.
CACHE_ONE_YEAR = "public, max-age=31536000, immutable"
CACHE_ONE_HOUR = "public, max-age=3600"
CACHE_PRIVATELY = "private, max-age=3600"
NO_STORE = "no-store"


def text_response(text: str, status: int) -> Response:
    """Answer with a plain text that nobody caches."""
    return PlainTextResponse(text, status, headers={"Cache-Control": NO_STORE})


def not_found() -> Response:
    """Answer that there is no such thing."""
    return text_response("Not found.\n", 404)
