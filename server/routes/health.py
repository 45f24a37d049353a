"""Health check route."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from server.responses import NO_STORE


async def health(_: Request) -> Response:
    """Respond that the server is running."""
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": NO_STORE})
