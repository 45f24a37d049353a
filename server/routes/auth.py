"""The door: signing in and out by a plain form, beside the screens, so that a cookie can be set."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from geo.access.sessions import SESSION_COOKIE, read_session
from geo.access.sign_in import sign_in, sign_out, sign_out_everywhere
from geo.errors import SignInRefusedError, SignInWaitError, StoreError
from geo.language import list_locales
from geo.store.actor import acting_as
from geo.store.database import open_store
from server.paths import ACCESS_SCREEN_PATH, NEXT_FIELD, NEXT_SETUP

# Whoever has just protected the installation goes on to where a place is begun.
MAX_SIGN_IN_BYTES = 4096  # bytes of a form; a name and a password are a few hundred
SLUG_PATTERN = re.compile(r"[a-z0-9-]{1,80}")
NO_STORE_HEADERS = {"Cache-Control": "no-store"}


async def handle_sign_in(request: Request) -> Response:
    """Let somebody in whose name and password belong together; anybody else gets a sentence."""
    if not is_same_origin(request):
        return _forbidden_response()
    form = await read_form(request)
    if form is None:
        return Response(status_code=413, headers=NO_STORE_HEADERS)
    client = request.client.host if request.client else ""
    name, password = form.get("account", ""), form.get("password", "")
    then = {NEXT_FIELD: NEXT_SETUP} if form.get(NEXT_FIELD) == NEXT_SETUP else {}
    try:
        token = await run_in_threadpool(_start_session, name, password, client)
    except SignInRefusedError:
        return redirect_to_screen(form, ACCESS_SCREEN_PATH, told="refused", **then)
    except SignInWaitError as error:
        return redirect_to_screen(
            form,
            ACCESS_SCREEN_PATH,
            told="wait",
            seconds=str(error.placeholders["seconds"]),
            **then,
        )
    except StoreError:  # locked, or held by another program: the screen says so in full
        return redirect_to_screen(form, "/")
    answer = (
        redirect_to_screen(form, "/place", part="new") if then else redirect_to_screen(form, "/")
    )
    set_session_cookie(answer, token, secure=request.url.scheme == "https")
    return answer


async def handle_sign_out(request: Request) -> Response:
    """End the visit, or every visit of the account where the form says `everywhere`."""
    if not is_same_origin(request):
        return _forbidden_response()
    form = await read_form(request) or {}
    answer = redirect_to_screen({"spoken": form.get("spoken", "")}, "/")
    await run_in_threadpool(end_browser_session, request, answer, everywhere="everywhere" in form)
    return answer


def set_session_cookie(response: Response, token: str, *, secure: bool) -> None:
    """
    Give a browser the token of a visit: for no script, no other site, and until it is closed.

    Parameters
    ----------
    secure
        Whether the browser came by https; the token then never travels without.
    """
    response.set_cookie(SESSION_COOKIE, token, httponly=True, samesite="strict", secure=secure)


def end_browser_session(request: Request, response: Response, *, everywhere: bool = False) -> None:
    """
    End the visit that a request belongs to, on the server and in the browser.

    It asks the store: from an `async` route, call it by `run_in_threadpool`. Whether the request
    came from a page of ours is to be asked before, by `is_same_origin`.
    """
    token = request.cookies.get(SESSION_COOKIE)
    try:
        store = open_store()
        visit = read_session(store, token) if everywhere else None
        if visit is not None:
            with acting_as(visit.account):
                sign_out_everywhere(store, visit.account)
        else:
            sign_out(store, token)
    except StoreError:  # a store that is not open has nobody inside
        pass
    response.delete_cookie(SESSION_COOKIE, httponly=True, samesite="strict")


def is_same_origin(request: Request) -> bool:
    """Tell whether a page of ours sent a request: no other site may sign anybody in or out."""
    site = request.headers.get("sec-fetch-site")  # browsers tell it under https, and at home
    if site is not None:
        return site == "same-origin"
    told = request.headers.get("origin") or request.headers.get("referer") or ""
    host = request.headers.get("host")
    return host is not None and urlsplit(told).netloc == host


def redirect_to_screen(form: dict[str, str], path: str, **parameters: str) -> RedirectResponse:
    """
    Turn back to a screen, in the language and to the place that she came from.

    Parameters
    ----------
    form
        What her browser sent: `spoken` and `community` count where they are what they can be.
    parameters
        What the screen is to say.
    """
    spoken, place = form.get("spoken", ""), form.get("community", "")
    query = {"lang": spoken} if spoken in list_locales() else {}
    if SLUG_PATTERN.fullmatch(place):
        query["community"] = place
    query |= parameters
    address = f"{path}?{urlencode(query)}" if query else path
    return RedirectResponse(address, 303, headers=NO_STORE_HEADERS)


def _start_session(name: str, password: str, client: str) -> str:
    return sign_in(open_store(), name, password, client=client)


async def read_form(request: Request) -> dict[str, str] | None:
    """Read the fields of a form; None where it is larger than a form of ours can be."""
    read = b""
    async for part in request.stream():
        read += part
        if len(read) > MAX_SIGN_IN_BYTES:
            return None
    fields = parse_qs(read.decode("utf-8", errors="replace"), keep_blank_values=True)
    return {name: values[0] for name, values in fields.items()}


def _forbidden_response() -> Response:
    return Response(status_code=403, headers=NO_STORE_HEADERS)
