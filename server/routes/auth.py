"""Routes for signing in and out by HTML forms, which can set a session cookie."""

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
from geo.store.opening import open_store
from server.client_address import client_address
from server.paths import ACCESS_SCREEN_PATH, NEXT_FIELD, NEXT_SETUP

MAX_SIGN_IN_BYTES = 4096  # bytes of a form; a name and a password are a few hundred
SLUG_PATTERN = re.compile(r"[a-z0-9-]{1,80}")
NO_STORE_HEADERS = {"Cache-Control": "no-store"}


async def handle_sign_in(request: Request) -> Response:
    """Sign in with account name and password; redirect with an error message otherwise."""
    if not is_same_origin(request):
        return _forbidden_response()
    form = await read_form(request)
    if form is None:
        return Response(status_code=413, headers=NO_STORE_HEADERS)
    client = client_address(request.scope)
    name, password = form.get("account", ""), form.get("password", "")
    next_parameters = {NEXT_FIELD: NEXT_SETUP} if form.get(NEXT_FIELD) == NEXT_SETUP else {}
    try:
        token = await run_in_threadpool(_start_session, name, password, client)
    except SignInRefusedError:
        return redirect_to_screen(form, ACCESS_SCREEN_PATH, told="refused", **next_parameters)
    except SignInWaitError as error:
        return redirect_to_screen(
            form,
            ACCESS_SCREEN_PATH,
            told="wait",
            seconds=str(error.placeholders["seconds"]),
            **next_parameters,
        )
    except StoreError:  # locked, or in use by another process: the screen explains it
        return redirect_to_screen(form, "/")
    response = (
        redirect_to_screen(form, "/place", part="new")
        if next_parameters
        else redirect_to_screen(form, "/")
    )
    set_session_cookie(response, token, secure=request.url.scheme == "https")
    return response


async def handle_sign_out(request: Request) -> Response:
    """End the session, or all sessions of the account where the form has `everywhere`."""
    if not is_same_origin(request):
        return _forbidden_response()
    form = await read_form(request) or {}
    response = redirect_to_screen({"spoken": form.get("spoken", "")}, "/")
    await run_in_threadpool(end_browser_session, request, response, everywhere="everywhere" in form)
    return response


def set_session_cookie(response: Response, token: str, *, secure: bool) -> None:
    """
    Set the session cookie: HttpOnly, SameSite=Strict, until the browser is closed.

    Parameters
    ----------
    secure
        Whether the request came by https; the cookie is then sent by https only.
    """
    response.set_cookie(SESSION_COOKIE, token, httponly=True, samesite="strict", secure=secure)


def end_browser_session(request: Request, response: Response, *, everywhere: bool = False) -> None:
    """
    End the session of a request, on the server and in the browser.

    It reads the store: from an `async` route, call it by `run_in_threadpool`. Check before, by
    `is_same_origin`, that the request came from a page of this server.
    """
    token = request.cookies.get(SESSION_COOKIE)
    try:
        store = open_store()
        session = read_session(store, token) if everywhere else None
        if session is not None:
            with acting_as(session.account):
                sign_out_everywhere(store, session.account)
        else:
            sign_out(store, token)
    except StoreError:  # a store that is not open has no sessions
        pass
    response.delete_cookie(SESSION_COOKIE, httponly=True, samesite="strict")


def is_same_origin(request: Request) -> bool:
    """Return whether a page of this server sent a request, against cross-site request forgery."""
    fetch_site = request.headers.get(
        "sec-fetch-site"
    )  # browsers send it by https, and to localhost
    if fetch_site is not None:
        return fetch_site == "same-origin"
    origin = request.headers.get("origin") or request.headers.get("referer") or ""
    host = request.headers.get("host")
    return host is not None and urlsplit(origin).netloc == host


def redirect_to_screen(form: dict[str, str], path: str, **parameters: str) -> RedirectResponse:
    """
    Redirect to a screen, with the language and community of the form.

    Parameters
    ----------
    form
        Form fields: `spoken` and `community` are used where they are valid.
    parameters
        Query parameters for the screen.
    """
    locale, slug = form.get("spoken", ""), form.get("community", "")
    query = {"lang": locale} if locale in list_locales() else {}
    if SLUG_PATTERN.fullmatch(slug):
        query["community"] = slug
    query |= parameters
    url = f"{path}?{urlencode(query)}" if query else path
    return RedirectResponse(url, 303, headers=NO_STORE_HEADERS)


def _start_session(name: str, password: str, client: str) -> str:
    return sign_in(open_store(), name, password, client=client)


async def read_form(request: Request) -> dict[str, str] | None:
    """Read the fields of a form; None where it is larger than the limit."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_SIGN_IN_BYTES:
            return None
    fields = parse_qs(body.decode("utf-8", errors="replace"), keep_blank_values=True)
    return {name: values[0] for name, values in fields.items()}


def _forbidden_response() -> Response:
    return Response(status_code=403, headers=NO_STORE_HEADERS)
