"""Quick exit routes: end the session, clear cookies, serve the calendar page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from geo.access.sessions import SESSION_COOKIE
from geo.workshop.participation import PARTICIPATION_COOKIE
from server.responses import NO_STORE
from server.routes import auth, joining
from server.streamlit_internals import close_session

FRONTEND = Path(__file__).parents[2] / "frontend" / "exit"
CALENDAR_SCRIPT = "calendar.js"
MAX_BODY_BYTES = 64  # bytes; a session id has 36
COOKIE_PREFIXES = ("amparo", "_streamlit")
# By https, and on localhost, browsers then clear cached images and map tiles as well.
CLEAR_SITE_DATA = '"cache", "storage"'


async def handle_quick_exit(request: Request) -> Response:
    """End sign-in, Streamlit session and participation, delete uploads and cookies."""
    if not auth.is_same_origin(request):
        return Response(status_code=403)
    session_id = await _read_session_id(request)
    response = Response(status_code=204, headers={"Clear-Site-Data": CLEAR_SITE_DATA})
    for name in request.cookies:
        if name.startswith(COOKIE_PREFIXES):
            response.delete_cookie(name)
    close_session(session_id)
    if SESSION_COOKIE in request.cookies:
        await run_in_threadpool(auth.end_browser_session, request, response)
    if PARTICIPATION_COOKIE in request.cookies:
        await run_in_threadpool(joining.end_phone_participation, request)
    return response


async def calendar_page(_: Request) -> Response:
    """Serve the neutral calendar page."""
    return HTMLResponse(render_calendar_page(), headers={"Cache-Control": NO_STORE})


@cache
def render_calendar_page() -> str:
    """Read the calendar page with its script inlined, so that it loads no further file."""
    page = (FRONTEND / "calendar.html").read_text(encoding="utf-8")
    script = (FRONTEND / CALENDAR_SCRIPT).read_text(encoding="utf-8")
    return page.replace(f'<script src="{CALENDAR_SCRIPT}"></script>', f"<script>{script}</script>")


async def _read_session_id(request: Request) -> str:
    body = b""
    async for chunk in request.stream():
        body = (body + chunk)[:MAX_BODY_BYTES]
    return body.decode("ascii", errors="replace")
