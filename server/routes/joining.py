"""Routes by which a phone joins a drawing session with its join code."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from geo import language
from geo.errors import AmparoError, JoinFullError, JoinRefusedError, SignInWaitError, StoreError
from geo.layers.text_cleaning import clean_text
from geo.store import open_store
from geo.workshop.participation import PARTICIPATION_COOKIE, end_participation, join_drawing
from server import drawing_page_data
from server.client_address import client_address
from server.paths import DRAW_PATH, JOIN_PAGE_PATH
from server.routes.auth import NO_STORE_HEADERS, is_same_origin, read_form
from server.routes.drawing import request_locale, template_environment

MAX_WAIT_S = 3600  # seconds; limit of the query parameter
MAX_WORD_LENGTH = 40  # characters


async def show_join_page(request: Request) -> Response:
    """Serve the form for a join code."""
    locale = request_locale(request)
    error = _query_error(request)
    context = {
        **drawing_page_data.base_page_context(locale),
        "typed": clean_text(request.query_params.get("w", ""))[:MAX_WORD_LENGTH],
        "fault": language.gettext(error.key, locale, **error.placeholders) if error else "",
    }
    return HTMLResponse(
        template_environment().get_template("join.html").render(context), headers=NO_STORE_HEADERS
    )


async def handle_join(request: Request) -> Response:
    """Join an open drawing session by its code, and set the participation cookie."""
    if not is_same_origin(request):
        return Response(status_code=403, headers=NO_STORE_HEADERS)
    form = await read_form(request)
    if form is None:
        return Response(status_code=413, headers=NO_STORE_HEADERS)
    client = client_address(request.scope)
    locale = form.get("spoken", "")
    query = {"lang": locale} if locale in language.list_locales() else {}
    try:
        token = await run_in_threadpool(_start_participation, form.get("word", ""), client)
    except JoinRefusedError:
        return _redirect(JOIN_PAGE_PATH, query | {"told": "refused"})
    except JoinFullError:
        return _redirect(JOIN_PAGE_PATH, query | {"told": "full"})
    except SignInWaitError as error:
        return _redirect(
            JOIN_PAGE_PATH, query | {"told": "wait", "seconds": str(error.placeholders["seconds"])}
        )
    except StoreError:
        return _redirect(JOIN_PAGE_PATH, query | {"told": "store"})
    response = _redirect(DRAW_PATH, query)
    secure = request.url.scheme == "https"
    response.set_cookie(
        PARTICIPATION_COOKIE, token, httponly=True, samesite="strict", secure=secure
    )
    return response


def end_phone_participation(request: Request) -> None:
    """End the participation of a request's phone; reads the store, so call it in a thread."""
    try:
        end_participation(open_store(), request.cookies.get(PARTICIPATION_COOKIE))
    except StoreError:  # a store that is not open has no participations
        return


def _start_participation(join_word: str, client: str) -> str:
    return join_drawing(open_store(), join_word, client=client)


def _redirect(path: str, query: dict[str, str]) -> RedirectResponse:
    url = f"{path}?{urlencode(query)}" if query else path
    return RedirectResponse(url, 303, headers=NO_STORE_HEADERS)


def _query_error(request: Request) -> AmparoError | None:
    code, seconds = request.query_params.get("told"), request.query_params.get("seconds", "")
    if code == "refused":
        return JoinRefusedError()
    if code == "full":
        return JoinFullError()
    if code == "store":
        return StoreError()
    if code == "wait" and seconds.isdecimal():
        return SignInWaitError(seconds=min(int(seconds[:5]), MAX_WAIT_S))
    return None
