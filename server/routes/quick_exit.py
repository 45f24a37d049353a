"""The quick exit's part on the server: it ends the session, and has the calendar page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from geo.access.sessions import SESSION_COOKIE
from geo.workshop.participation import PARTICIPATION_COOKIE as DRAWING
from server.responses import NO_STORE
from server.routes import auth, joining
from server.streamlit_internals import close_session

FRONTEND = Path(__file__).parents[2] / "frontend" / "exit"
CALENDAR_SCRIPT = "calendar.js"
MAX_BODY_BYTES = 64  # bytes; a session's name has 36
COOKIE_PREFIXES = ("amparo", "_streamlit")
# Browsers that are told so under https, and at home, forget pictures and map tiles as well.
CLEAR_SITE_DATA = '"cache", "storage"'


async def handle_quick_exit(request: Request) -> Response:
    """End her visit and her session, files that she brought included, and take our cookies back."""
    if not auth.is_same_origin(request):
        return Response(status_code=403)
    session = await _read_session_id(request)
    answer = Response(status_code=204, headers={"Clear-Site-Data": CLEAR_SITE_DATA})
    for name in request.cookies:
        if name.startswith(COOKIE_PREFIXES):
            answer.delete_cookie(name)
    close_session(session)
    if SESSION_COOKIE in request.cookies:
        await run_in_threadpool(auth.end_browser_session, request, answer)
    if DRAWING in request.cookies:
        await run_in_threadpool(joining.end_phone_participation, request)
    return answer


async def calendar_page(_: Request) -> Response:
    """Show the neutral page that the quick exit leads to."""
    return HTMLResponse(render_calendar_page(), headers={"Cache-Control": NO_STORE})


@cache
def render_calendar_page() -> str:
    """Read the calendar page, with its script in it: it names no file of this server."""
    page = (FRONTEND / "calendar.html").read_text(encoding="utf-8")
    script = (FRONTEND / CALENDAR_SCRIPT).read_text(encoding="utf-8")
    return page.replace(f'<script src="{CALENDAR_SCRIPT}"></script>', f"<script>{script}</script>")


async def _read_session_id(request: Request) -> str:
    read = b""
    async for part in request.stream():
        read = (read + part)[:MAX_BODY_BYTES]
    return read.decode("ascii", errors="replace")
