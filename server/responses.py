"""Common responses of routes, and values of Cache-Control."""

from __future__ import annotations

from starlette.responses import PlainTextResponse, Response

# A URL with a version never changes its content; one without may change with an update.
CACHE_ONE_YEAR = "public, max-age=31536000, immutable"
CACHE_ONE_HOUR = "public, max-age=3600"
CACHE_PRIVATELY = "private, max-age=3600"
NO_STORE = "no-store"


def text_response(text: str, status: int) -> Response:
    """Return a plain-text response that is not cached."""
    return PlainTextResponse(text, status, headers={"Cache-Control": NO_STORE})


def not_found() -> Response:
    """Return a 404 response."""
    return text_response("Not found.\n", 404)
