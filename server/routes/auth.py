"""The door: signing in and out by a plain form, beside the screens, so that a cookie can be set."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from geo.access.sessions import COOKIE, visit_of
from geo.access.sign_in import sign_in, sign_out, sign_out_everywhere
from geo.errors import SignInRefusedError, SignInWaitError, StoreError
from geo.language import locales
from geo.store.actor import acting_as
from geo.store.database import open_store

SIGN_IN, SIGN_OUT = "/amparo/sign-in", "/amparo/sign-out"
SCREEN = "/access"
# Whoever has just protected the installation goes on to where a place is begun.
THEN, PLACE = "then", "place"
LARGEST = 4096  # bytes of a form; a name and a password are a few hundred
SLUG = re.compile(r"[a-z0-9-]{1,80}")
NOT_AT_ALL = {"Cache-Control": "no-store"}


async def come_in(request: Request) -> Response:
    """Let somebody in whose name and password belong together; anybody else gets a sentence."""
    if not from_here(request):
        return _refusal()
    form = await read_form(request)
    if form is None:
        return Response(status_code=413, headers=NOT_AT_ALL)
    client = request.client.host if request.client else ""
    name, password = form.get("account", ""), form.get("password", "")
    then = {THEN: PLACE} if form.get(THEN) == PLACE else {}
    try:
        token = await run_in_threadpool(_begin, name, password, client)
    except SignInRefusedError:
        return back(form, SCREEN, told="refused", **then)
    except SignInWaitError as error:
        return back(form, SCREEN, told="wait", seconds=str(error.blanks["seconds"]), **then)
    except StoreError:  # locked, or held by another program: the screen says so in full
        return back(form, "/")
    answer = back(form, "/place", part="new") if then else back(form, "/")
    give_cookie(answer, token, secure=request.url.scheme == "https")
    return answer


async def go_out(request: Request) -> Response:
    """End the visit, or every visit of the account where the form says `everywhere`."""
    if not from_here(request):
        return _refusal()
    form = await read_form(request) or {}
    answer = back({"spoken": form.get("spoken", "")}, "/")
    await run_in_threadpool(end_visit, request, answer, everywhere="everywhere" in form)
    return answer


def give_cookie(answer: Response, token: str, *, secure: bool) -> None:
    """
    Give a browser the token of a visit: for no script, no other site, and until it is closed.

    Parameters
    ----------
    secure
        Whether the browser came by https; the token then never travels without.
    """
    answer.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=secure)


def end_visit(request: Request, answer: Response, *, everywhere: bool = False) -> None:
    """
    End the visit that a request belongs to, on the server and in the browser.

    It asks the store: from an `async` route, call it by `run_in_threadpool`. Whether the request
    came from a page of ours is to be asked before, by `from_here`.
    """
    token = request.cookies.get(COOKIE)
    try:
        store = open_store()
        visit = visit_of(store, token) if everywhere else None
        if visit is not None:
            with acting_as(visit.account):
                sign_out_everywhere(store, visit.account)
        else:
            sign_out(store, token)
    except StoreError:  # a store that is not open has nobody inside
        pass
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict")


def from_here(request: Request) -> bool:
    """Tell whether a page of ours sent a request: no other site may sign anybody in or out."""
    site = request.headers.get("sec-fetch-site")  # browsers tell it under https, and at home
    if site is not None:
        return site == "same-origin"
    told = request.headers.get("origin") or request.headers.get("referer") or ""
    host = request.headers.get("host")
    return host is not None and urlsplit(told).netloc == host


def back(form: dict[str, str], path: str, **told: str) -> RedirectResponse:
    """
    Turn back to a screen, in the language and to the place that she came from.

    Parameters
    ----------
    form
        What her browser sent: `spoken` and `community` count where they are what they can be.
    told
        What the screen is to say.
    """
    spoken, place = form.get("spoken", ""), form.get("community", "")
    query = {"lang": spoken} if spoken in locales() else {}
    if SLUG.fullmatch(place):
        query["community"] = place
    query |= told
    address = f"{path}?{urlencode(query)}" if query else path
    return RedirectResponse(address, 303, headers=NOT_AT_ALL)


def _begin(name: str, password: str, client: str) -> str:
    return sign_in(open_store(), name, password, client=client)


async def read_form(request: Request) -> dict[str, str] | None:
    """Read the fields of a form; None where it is larger than a form of ours can be."""
    read = b""
    async for part in request.stream():
        read += part
        if len(read) > LARGEST:
            return None
    fields = parse_qs(read.decode("utf-8", errors="replace"), keep_blank_values=True)
    return {name: values[0] for name, values in fields.items()}


def _refusal() -> Response:
    return Response(status_code=403, headers=NOT_AT_ALL)
