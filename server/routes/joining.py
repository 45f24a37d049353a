"""Where a phone joins a drawing session: one field for the word, and a plain form."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from geo import language
from geo.errors import AmparoError, JoinRefusedError, SignInWaitError, StoreError
from geo.store import open_store
from geo.workshop.participation import COOKIE, stop_taking_part
from geo.workshop.participation import join as take_part
from pages.ui.draw import page_data
from pages.ui.draw.page_data import DRAW, JOINING
from server.routes.auth import NOT_AT_ALL, from_here, read_form
from server.routes.drawing import spoken, templates

JOIN = "/amparo/join"
LONGEST_WAIT_S = 3600  # what an address may say
LONGEST_WORD = 40  # signs


async def joining(request: Request) -> Response:
    """Ask for the word of a drawing session."""
    locale = spoken(request)
    fault = _fault(request)
    told = {
        **page_data.frame(locale),
        "typed": request.query_params.get("w", "")[:LONGEST_WORD],
        "fault": language.sentence(fault.key, locale, **fault.blanks) if fault else "",
    }
    return HTMLResponse(templates().get_template("join.html").render(told), headers=NOT_AT_ALL)


async def join(request: Request) -> Response:
    """Let a phone take part whose word belongs to an open drawing session."""
    if not from_here(request):
        return Response(status_code=403, headers=NOT_AT_ALL)
    form = await read_form(request)
    if form is None:
        return Response(status_code=413, headers=NOT_AT_ALL)
    client = request.client.host if request.client else ""
    lang = form.get("spoken", "")
    query = {"lang": lang} if lang in language.locales() else {}
    try:
        token = await run_in_threadpool(_join, form.get("word", ""), client)
    except JoinRefusedError:
        return _back(JOINING, query | {"told": "refused"})
    except SignInWaitError as error:
        return _back(JOINING, query | {"told": "wait", "seconds": str(error.blanks["seconds"])})
    except StoreError:
        return _back(JOINING, query | {"told": "store"})
    answer = _back(DRAW, query)
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=secure)
    return answer


def end_part(request: Request) -> None:
    """End the part of the phone that a request comes from; it asks the store."""
    try:
        stop_taking_part(open_store(), request.cookies.get(COOKIE))
    except StoreError:  # a store that is not open has nobody inside
        return


def _join(typed: str, client: str) -> str:
    return take_part(open_store(), typed, client=client)


def _back(path: str, query: dict[str, str]) -> RedirectResponse:
    address = f"{path}?{urlencode(query)}" if query else path
    return RedirectResponse(address, 303, headers=NOT_AT_ALL)


def _fault(request: Request) -> AmparoError | None:
    told, seconds = request.query_params.get("told"), request.query_params.get("seconds", "")
    if told == "refused":
        return JoinRefusedError()
    if told == "store":
        return StoreError()
    if told == "wait" and seconds.isdecimal():
        return SignInWaitError(seconds=min(int(seconds[:5]), LONGEST_WAIT_S))
    return None
