"""
The drawing page and what it asks: plain routes beside the screens, for phones on weak links.

The page needs no session of the screens, so that it opens on a link too slow for them, and a cut
loses nothing. Who may draw where is decided here for every request: a phone that joined by a word
draws in that one session, an account in any it may see.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from jinja2 import Environment, FileSystemLoader
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from geo import language
from geo.access.sessions import SESSION_COOKIE as VISIT
from geo.access.visitor import ANONYMOUS, read_visible_community, visitor_from_token
from geo.cartography import assets, script_bundle
from geo.errors import (
    AmparoError,
    CommunityUnknownError,
    DrawingUnknownError,
    MarkUnreadableError,
    ParticipationExpiredError,
    StoreError,
)
from geo.layers.text_cleaning import has_lone_surrogate
from geo.store import open_store
from geo.store.actor import acting_as
from geo.workshop import synchronisation
from geo.workshop.drawing_sessions import read_session_state
from geo.workshop.participation import PARTICIPATION_COOKIE, read_participation
from geo.workshop.records import DrawingScope
from geo.workshop.vocabulary import list_place_names
from server import drawing_page_data
from server.paths import JOIN_PAGE_PATH
from server.routes.auth import NO_STORE_HEADERS, is_same_origin

T = TypeVar("T")
PAGE_TEMPLATE = "page.html"
TEMPLATES_FOLDER = Path(__file__).parents[2] / "frontend" / "draw"
# What a page does with an answer depends on its kind only; the sentence is for the person.
STATUS_BY_ERROR: tuple[tuple[type[AmparoError], int], ...] = (
    (ParticipationExpiredError, 401),
    (CommunityUnknownError, 401),
    (DrawingUnknownError, 401),
    (MarkUnreadableError, 400),
    (StoreError, 503),
)


async def show_drawing_page(request: Request) -> Response:
    """Show the drawing page; who may not draw is led to where one joins."""
    locale = request_locale(request)
    try:
        told = await run_in_threadpool(_render_page, request, locale)
    except (ParticipationExpiredError, CommunityUnknownError, DrawingUnknownError):
        return RedirectResponse(f"{JOIN_PAGE_PATH}?lang={locale}", 303, headers=NO_STORE_HEADERS)
    except StoreError as error:
        return _error_response(error, locale)
    return HTMLResponse(told, headers=NO_STORE_HEADERS)


async def synchronise_marks(request: Request) -> Response:
    """Take what a page drew, and tell it what others did."""
    if not is_same_origin(request):
        return Response(status_code=403, headers=NO_STORE_HEADERS)
    locale = request_locale(request)
    try:
        sent = json.loads(await request.body())
    except (ValueError, RecursionError):
        return _error_response(MarkUnreadableError(), locale)
    asked = sent if isinstance(sent, dict) else {}
    place = _session_reference(asked.get("community"), asked.get("session"))
    return await _respond(
        request,
        place,
        lambda at: synchronisation.synchronise_marks(open_store(), at, sent, locale=locale),
    )


async def read_mark_history(request: Request) -> Response:
    """Tell what a mark has been; without one, which marks were removed."""
    query = request.query_params
    place = _session_reference(query.get("community"), query.get("session"))
    try:
        mark = uuid.UUID(query["id"]) if "id" in query else None
    except ValueError:
        return _error_response(MarkUnreadableError(), request_locale(request))

    def work(at: DrawingScope) -> dict[str, Any]:
        if mark is None:
            return {"removed": synchronisation.list_removed_marks(open_store(), at)}
        return {"versions": synchronisation.read_mark_history(open_store(), at, mark)}

    return await _respond(request, place, work)


async def list_street_names(request: Request) -> Response:
    """Tell the names on the public base map, and where they are."""
    slug = request.path_params["community"]
    place = _session_reference(slug, request.query_params.get("session"))
    return await _respond(
        request, place, lambda at: {"names": list_place_names(open_store(), at.community)}
    )


def authorise_drawing(request: Request, slug: str, code: str) -> DrawingScope:
    """
    Tell where a request draws, and in whose name.

    Parameters
    ----------
    slug, code
        The drawing session it names; empty where it names none.

    Raises
    ------
    ParticipationExpiredError
        If it may draw nowhere, or not there.
    CommunityUnknownError, DrawingUnknownError
        If there is no such session.
    """
    store, joined = open_store(), request.cookies.get(PARTICIPATION_COOKIE)
    if joined:
        part = read_participation(store, joined)
        if slug in ("", part.community) and code in ("", part.code):
            return DrawingScope(part.community, part.code)
    here = visitor_from_token(store, request.cookies.get(VISIT))
    if not here.has_permission("act:draw"):  # before anything tells whether the community is there
        raise ParticipationExpiredError
    read_visible_community(store, here, slug)
    read_session_state(store, slug, code)
    return DrawingScope(slug, code, who=here.account or ANONYMOUS)


def request_locale(request: Request) -> str:
    """Tell the language of a page: the one its address says, else one that the browser asks for."""
    asked = request.query_params.get("lang")
    if asked in language.list_locales():
        return asked
    for told in request.headers.get("accept-language", "").split(","):
        code = told.partition(";")[0].partition("-")[0].strip().lower()
        if code in language.list_locales():
            return code
    return language.DEFAULT_LOCALE


@cache
def template_environment() -> Environment:
    """Read the pages of `frontend/draw`; what fills their blanks is always escaped."""
    made = Environment(loader=FileSystemLoader(TEMPLATES_FOLDER), autoescape=True)
    made.globals["asset"] = assets.asset_url
    made.globals["page_urls"] = script_bundle.list_page_urls
    return made


def _render_page(request: Request, locale: str) -> str:
    query = request.query_params
    at = authorise_drawing(request, query.get("community", ""), query.get("session", ""))
    return (
        template_environment()
        .get_template(PAGE_TEMPLATE)
        .render(drawing_page_data.drawing_page_context(at, locale))
    )


def _session_reference(slug: object, code: object) -> tuple[str, str]:
    texts = (one if isinstance(one, str) else "" for one in (slug, code))
    slug_text, code_text = ("" if has_lone_surrogate(one) else one for one in texts)
    return slug_text, code_text


async def _respond(
    request: Request,
    session_reference: tuple[str, str],
    action: Callable[[DrawingScope], dict[str, Any]],
) -> Response:
    """Do some work of a drawing session in a thread, and answer with it or with a sentence."""

    def done() -> dict[str, Any]:
        at = authorise_drawing(request, *session_reference)
        with acting_as(at.who):
            return action(at)

    try:
        told = await run_in_threadpool(done)
    except AmparoError as error:
        return _error_response(error, request_locale(request))
    closed = any(one.get("closed") for one in told.get("refused", ()))
    if closed:
        told["message"] = language.gettext("error.drawing_closed", request_locale(request))
    return JSONResponse(told, 409 if closed else 200, headers=NO_STORE_HEADERS)


def _error_response(error: AmparoError, locale: str) -> Response:
    status = next((number for kind, number in STATUS_BY_ERROR if isinstance(error, kind)), None)
    if status is None:
        raise error
    told = {"message": language.gettext(error.key, locale, **error.placeholders)}
    return JSONResponse(told, status, headers=NO_STORE_HEADERS)
