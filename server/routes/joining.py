"""Where a phone joins a drawing session: one field for the word, and a plain form."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from geo import language
from geo.errors import AmparoError, JoinRefusedError, SignInWaitError, StoreError
from geo.store import open_store
from geo.workshop.participation import PARTICIPATION_COOKIE, end_participation
from geo.workshop.participation import join_drawing as take_part
from server import drawing_page_data
from server.paths import DRAW_PATH, JOIN_PAGE_PATH
from server.routes.auth import NO_STORE_HEADERS, is_same_origin, read_form
from server.routes.drawing import request_locale, template_environment

MAX_WAIT_S = 3600  # what an address may say
MAX_WORD_LENGTH = 40  # signs


async def show_join_page(request: Request) -> Response:
    """Ask for the word of a drawing session."""
    locale = request_locale(request)
    fault = _query_error(request)
    told = {
        **drawing_page_data.base_page_context(locale),
        "typed": request.query_params.get("w", "")[:MAX_WORD_LENGTH],
        "fault": language.gettext(fault.key, locale, **fault.placeholders) if fault else "",
    }
    return HTMLResponse(
        template_environment().get_template("join.html").render(told), headers=NO_STORE_HEADERS
    )


async def handle_join(request: Request) -> Response:
    """Let a phone take part whose word belongs to an open drawing session."""
    if not is_same_origin(request):
        return Response(status_code=403, headers=NO_STORE_HEADERS)
    form = await read_form(request)
    if form is None:
        return Response(status_code=413, headers=NO_STORE_HEADERS)
    client = request.client.host if request.client else ""
    lang = form.get("spoken", "")
    query = {"lang": lang} if lang in language.list_locales() else {}
    try:
        token = await run_in_threadpool(_start_participation, form.get("word", ""), client)
    except JoinRefusedError:
        return _redirect(JOIN_PAGE_PATH, query | {"told": "refused"})
    except SignInWaitError as error:
        return _redirect(
            JOIN_PAGE_PATH, query | {"told": "wait", "seconds": str(error.placeholders["seconds"])}
        )
    except StoreError:
        return _redirect(JOIN_PAGE_PATH, query | {"told": "store"})
    answer = _redirect(DRAW_PATH, query)
    secure = request.url.scheme == "https"
    answer.set_cookie(PARTICIPATION_COOKIE, token, httponly=True, samesite="strict", secure=secure)
    return answer


def end_phone_participation(request: Request) -> None:
    """End the part of the phone that a request comes from; it asks the store."""
    try:
        end_participation(open_store(), request.cookies.get(PARTICIPATION_COOKIE))
    except StoreError:  # a store that is not open has nobody inside
        return


def _start_participation(join_word: str, client: str) -> str:
    return take_part(open_store(), join_word, client=client)


def _redirect(path: str, query: dict[str, str]) -> RedirectResponse:
    address = f"{path}?{urlencode(query)}" if query else path
    return RedirectResponse(address, 303, headers=NO_STORE_HEADERS)


def _query_error(request: Request) -> AmparoError | None:
    told, seconds = request.query_params.get("told"), request.query_params.get("seconds", "")
    if told == "refused":
        return JoinRefusedError()
    if told == "store":
        return StoreError()
    if told == "wait" and seconds.isdecimal():
        return SignInWaitError(seconds=min(int(seconds[:5]), MAX_WAIT_S))
    return None
