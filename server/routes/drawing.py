"""
Routes of the drawing page: HTML page, synchronisation of marks, history, street names.

The page needs no Streamlit session, so that it works on slow connections, and an interruption
loses nothing. Every request is authorised here: a phone that joined by a code draws in that one
session, an account in any session it may see.
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
from geo.access.sessions import SESSION_COOKIE
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
# The page's script depends on the status only; the message is shown to the person.
STATUS_BY_ERROR: tuple[tuple[type[AmparoError], int], ...] = (
    (ParticipationExpiredError, 401),
    (CommunityUnknownError, 401),
    (DrawingUnknownError, 401),
    (MarkUnreadableError, 400),
    (StoreError, 503),
)


async def show_drawing_page(request: Request) -> Response:
    """Serve the drawing page; redirect to the join page where drawing is not allowed."""
    locale = request_locale(request)
    try:
        page = await run_in_threadpool(_render_page, request, locale)
    except (ParticipationExpiredError, CommunityUnknownError, DrawingUnknownError):
        return RedirectResponse(f"{JOIN_PAGE_PATH}?lang={locale}", 303, headers=NO_STORE_HEADERS)
    except StoreError as error:
        return _error_response(error, locale)
    return HTMLResponse(page, headers=NO_STORE_HEADERS)


async def synchronise_marks(request: Request) -> Response:
    """Apply the operations of a page, and return changes by others."""
    if not is_same_origin(request):
        return Response(status_code=403, headers=NO_STORE_HEADERS)
    locale = request_locale(request)
    try:
        sent = json.loads(await request.body())
    except (ValueError, RecursionError):
        return _error_response(MarkUnreadableError(), locale)
    fields = sent if isinstance(sent, dict) else {}
    reference = _session_reference(fields.get("community"), fields.get("session"))
    return await _respond(
        request,
        reference,
        lambda scope: synchronisation.synchronise_marks(open_store(), scope, sent, locale=locale),
    )


async def read_mark_history(request: Request) -> Response:
    """Return the versions of a mark; without an id, the removed marks."""
    query = request.query_params
    reference = _session_reference(query.get("community"), query.get("session"))
    try:
        mark = uuid.UUID(query["id"]) if "id" in query else None
    except ValueError:
        return _error_response(MarkUnreadableError(), request_locale(request))

    def read_history(scope: DrawingScope) -> dict[str, Any]:
        if mark is None:
            return {"removed": synchronisation.list_removed_marks(open_store(), scope)}
        return {"versions": synchronisation.read_mark_history(open_store(), scope, mark)}

    return await _respond(request, reference, read_history)


async def list_street_names(request: Request) -> Response:
    """Return the names on the public base map, with coordinates."""
    slug = request.path_params["community"]
    reference = _session_reference(slug, request.query_params.get("session"))
    return await _respond(
        request, reference, lambda scope: {"names": list_place_names(open_store(), scope.community)}
    )


def authorise_drawing(request: Request, slug: str, code: str) -> DrawingScope:
    """
    Return the drawing session and account that a request is authorised for.

    Parameters
    ----------
    slug, code
        Requested drawing session; empty where the request names none.

    Raises
    ------
    ParticipationExpiredError
        If the request may not draw at all, or not there.
    CommunityUnknownError, DrawingUnknownError
        If there is no such session.
    """
    store, token = open_store(), request.cookies.get(PARTICIPATION_COOKIE)
    if token:
        participation = read_participation(store, token)
        if slug in ("", participation.community) and code in ("", participation.code):
            return DrawingScope(participation.community, participation.code)
    visitor = visitor_from_token(store, request.cookies.get(SESSION_COOKIE))
    if not visitor.has_permission("act:draw"):  # before disclosing whether the community exists
        raise ParticipationExpiredError
    read_visible_community(store, visitor, slug)
    read_session_state(store, slug, code)
    return DrawingScope(slug, code, who=visitor.account or ANONYMOUS, role=visitor.role)


def request_locale(request: Request) -> str:
    """Return the language of a request: `lang` of its URL, else of Accept-Language."""
    requested = request.query_params.get("lang")
    if requested in language.list_locales():
        return requested
    for entry in request.headers.get("accept-language", "").split(","):
        code = entry.partition(";")[0].partition("-")[0].strip().lower()
        if code in language.list_locales():
            return code
    return language.DEFAULT_LOCALE


@cache
def template_environment() -> Environment:
    """Create the template environment of `frontend/draw`, with autoescape."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES_FOLDER), autoescape=True)
    environment.globals["asset"] = assets.asset_url
    environment.globals["page_urls"] = script_bundle.list_page_urls
    return environment


def _render_page(request: Request, locale: str) -> str:
    query = request.query_params
    scope = authorise_drawing(request, query.get("community", ""), query.get("session", ""))
    return (
        template_environment()
        .get_template(PAGE_TEMPLATE)
        .render(drawing_page_data.drawing_page_context(scope, locale))
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
    """Authorise a request, run an action in a thread, and respond with its result or error."""

    def run_action() -> dict[str, Any]:
        scope = authorise_drawing(request, *session_reference)
        with acting_as(scope.who, scope.role):
            return action(scope)

    try:
        result = await run_in_threadpool(run_action)
    except AmparoError as error:
        return _error_response(error, request_locale(request))
    closed = any(operation.get("closed") for operation in result.get("refused", ()))
    if closed:
        result["message"] = language.gettext("error.drawing_closed", request_locale(request))
    return JSONResponse(result, 409 if closed else 200, headers=NO_STORE_HEADERS)


def _error_response(error: AmparoError, locale: str) -> Response:
    status = next((number for kind, number in STATUS_BY_ERROR if isinstance(error, kind)), None)
    if status is None:
        raise error
    content = {"message": language.gettext(error.key, locale, **error.placeholders)}
    return JSONResponse(content, status, headers=NO_STORE_HEADERS)
