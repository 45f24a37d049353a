"""Whether the server answers."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from server.responses import NO_STORE


async def health(_: Request) -> Response:
    """Say that the server answers."""
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": NO_STORE})
