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
from geo.access.sessions import COOKIE as VISIT
from geo.cartography import assets, script_bundle
from geo.errors import (
    AmparoError,
    CommunityUnknownError,
    DrawingUnknownError,
    MarkUnreadableError,
    ParticipationOverError,
    StoreError,
)
from geo.store import open_store
from geo.store.actor import acting_as
from geo.store.communities import community
from geo.workshop import synchronisation
from geo.workshop.drawing_sessions import standing
from geo.workshop.mark_store import Place
from geo.workshop.participation import COOKIE, participation
from geo.workshop.vocabulary import place_names
from pages.ui.draw import page_data
from pages.ui.draw.page_data import JOINING
from pages.ui.visitor import NOBODY, visitor_of
from server.routes.auth import NOT_AT_ALL, from_here

T = TypeVar("T")
PAGE = "page.html"
TEMPLATES = Path(__file__).parents[2] / "frontend" / "draw"
# What a page does with an answer depends on its kind only; the sentence is for the person.
STATUS: tuple[tuple[type[AmparoError], int], ...] = (
    (ParticipationOverError, 401),
    (CommunityUnknownError, 401),
    (DrawingUnknownError, 401),
    (MarkUnreadableError, 400),
    (StoreError, 503),
)


async def draw(request: Request) -> Response:
    """Show the drawing page; who may not draw is led to where one joins."""
    locale = spoken(request)
    try:
        told = await run_in_threadpool(_page, request, locale)
    except (ParticipationOverError, CommunityUnknownError, DrawingUnknownError):
        return RedirectResponse(f"{JOINING}?lang={locale}", 303, headers=NOT_AT_ALL)
    except StoreError as error:
        return _fault(error, locale)
    return HTMLResponse(told, headers=NOT_AT_ALL)


async def marks(request: Request) -> Response:
    """Take what a page drew, and tell it what others did."""
    if not from_here(request):
        return Response(status_code=403, headers=NOT_AT_ALL)
    locale = spoken(request)
    try:
        sent = json.loads(await request.body())
    except (ValueError, RecursionError):
        return _fault(MarkUnreadableError(), locale)
    asked = sent if isinstance(sent, dict) else {}
    place = _asked(asked.get("community"), asked.get("session"))
    return await _told(
        request,
        place,
        lambda at: synchronisation.synchronise(open_store(), at, sent, locale=locale),
    )


async def past(request: Request) -> Response:
    """Tell what a mark has been; without one, which marks were removed."""
    query = request.query_params
    place = _asked(query.get("community"), query.get("session"))
    try:
        mark = uuid.UUID(query["id"]) if "id" in query else None
    except ValueError:
        return _fault(MarkUnreadableError(), spoken(request))

    def work(at: Place) -> dict[str, Any]:
        if mark is None:
            return {"removed": synchronisation.removed(open_store(), at)}
        return {"versions": synchronisation.past(open_store(), at, mark)}

    return await _told(request, place, work)


async def street_names(request: Request) -> Response:
    """Tell the names on the public base map, and where they are."""
    slug = request.path_params["community"]
    place = _asked(slug, request.query_params.get("session"))
    return await _told(
        request, place, lambda at: {"names": place_names(open_store(), at.community)}
    )


def place_of(request: Request, slug: str, code: str) -> Place:
    """
    Tell where a request draws, and in whose name.

    Parameters
    ----------
    slug, code
        The drawing session it names; empty where it names none.

    Raises
    ------
    ParticipationOverError
        If it may draw nowhere, or not there.
    CommunityUnknownError, DrawingUnknownError
        If there is no such session.
    """
    store, joined = open_store(), request.cookies.get(COOKIE)
    if joined:
        part = participation(store, joined)
        if slug in ("", part.community) and code in ("", part.code):
            return Place(part.community, part.code)
    here = visitor_of(request.cookies.get(VISIT))
    known = community(store, slug)
    if not here.may("act:draw") or not (here.guarded or known.demonstration):
        raise ParticipationOverError
    standing(store, slug, code)
    return Place(slug, code, who=here.account or NOBODY)


def spoken(request: Request) -> str:
    """Tell the language of a page: the one its address says, else one that the browser asks for."""
    asked = request.query_params.get("lang")
    if asked in language.locales():
        return asked
    for told in request.headers.get("accept-language", "").split(","):
        code = told.partition(";")[0].partition("-")[0].strip().lower()
        if code in language.locales():
            return code
    return language.DEFAULT_LOCALE


@cache
def templates() -> Environment:
    """Read the pages of `frontend/draw`; what fills their blanks is always escaped."""
    made = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    made.globals["asset"] = assets.address
    made.globals["page_addresses"] = script_bundle.page_addresses
    return made


def _page(request: Request, locale: str) -> str:
    query = request.query_params
    at = place_of(request, query.get("community", ""), query.get("session", ""))
    return templates().get_template(PAGE).render(page_data.page(at, locale))


def _asked(slug: object, code: object) -> tuple[str, str]:
    return (
        slug if isinstance(slug, str) else "",
        code if isinstance(code, str) else "",
    )


async def _told(
    request: Request, asked: tuple[str, str], work: Callable[[Place], dict[str, Any]]
) -> Response:
    """Do some work of a drawing session in a thread, and answer with it or with a sentence."""

    def done() -> dict[str, Any]:
        at = place_of(request, *asked)
        with acting_as(at.who):
            return work(at)

    try:
        told = await run_in_threadpool(done)
    except AmparoError as error:
        return _fault(error, spoken(request))
    closed = any(one.get("closed") for one in told.get("refused", ()))
    if closed:
        told["message"] = language.sentence("error.drawing_closed", spoken(request))
    return JSONResponse(told, 409 if closed else 200, headers=NOT_AT_ALL)


def _fault(error: AmparoError, locale: str) -> Response:
    status = next((number for kind, number in STATUS if isinstance(error, kind)), None)
    if status is None:
        raise error
    told = {"message": language.sentence(error.key, locale, **error.blanks)}
    return JSONResponse(told, status, headers=NOT_AT_ALL)
