"""
What a provider said of somebody becomes a visit of ours, within the one answer that says it.

Streamlit leads to the provider and back: `/auth/login` sends the browser there with a state, a
nonce and a PKCE challenge, `/oauth2callback` checks what it brings back, by Authlib. Left alone,
Streamlit would then give the browser a cookie with the name and the e-mail, good for 30 days, and
another with the provider's tokens. The layer here stands around those routes and takes both
cookies out of the answer before it leaves. It reads who was vouched for, and, where a coordinator
linked that identity to an account, the browser gets the cookie of a visit instead, the same as
after a password.

So nothing is handed over through the browser: there is no ticket that could be forged, replayed
or planted, who she is at the municipality stays in no browser, and the only sign-in there is to
end is ours. An answer counts only in the browser that asked for it, whose session holds its state,
and only once, because the store remembers its nonce.

Where no provider is set up, these addresses do not exist. Signing out at the provider is left to
the provider: `/auth/logout` never exists.
"""

from __future__ import annotations

import json
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import (
    SESSION_COOKIE_NAME,
    USER_COOKIE_NAME,
)

from geo.access.identities import parse_identity
from geo.access.oidc_sign_in import sign_in_with_identity
from geo.errors import IdentityRefusedError, IdentityUnknownError, StoreError
from geo.store.database import open_store
from server import oidc_settings
from server.middleware.response_headers import ASGIApp, HeaderList, Message, Receive, Send
from server.paths import ACCESS_SCREEN_PATH, LOGIN_PATH, OIDC_CALLBACK_PATH
from server.routes import auth

# A line's end after a path still leads to its route: whatever begins so is looked at here.
AUTH_PREFIXES = ("/auth", OIDC_CALLBACK_PATH)
RETURN_COOKIE = (
    "amparo_whence"  # her language and place, while she is away; taken back with our cookies
)
RETURN_COOKIE_MAX_AGE_S = 600


class OidcMiddleware:
    """
    A server whose sign-in by a provider ends in a visit of ours.

    Parameters
    ----------
    app
        The server within, by the ASGI standard.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or not str(scope["path"]).startswith(AUTH_PREFIXES):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        ways = {LOGIN_PATH: self._redirect_to_provider, OIDC_CALLBACK_PATH: self._handle_callback}
        way = ways.get(scope["path"]) if request.method == "GET" else None
        if way is None or not oidc_settings.is_configured():
            answer = Response(status_code=404)
        else:
            answer = await way(request, receive)
        await answer(scope, receive, send)

    async def _redirect_to_provider(self, request: Request, receive: Receive) -> Response:
        """Lead to the provider whoever asked on a page of ours, remembering where she was."""
        if not auth.is_same_origin(request):
            return Response(status_code=403)
        status, headers = await self._call_streamlit(request, receive)
        whence = _parse_referer(request.headers.get("referer", ""))
        to = _first_header(headers, b"location")
        if status != 302 or not to.startswith(("https://", "http://")):  # not reached, or too late
            return auth.redirect_to_screen(whence, ACCESS_SCREEN_PATH, told="municipal")
        answer = Response(status_code=302, headers={"location": to})
        secure = request.url.scheme == "https"
        kind: dict[str, Any] = {"httponly": True, "samesite": "lax", "secure": secure}
        for name, value in _parse_set_cookies(headers).items():
            if name == SESSION_COOKIE_NAME:  # without a date: it ends with the browser
                answer.set_cookie(name, value, **kind)
        answer.set_cookie(RETURN_COOKIE, urlencode(whence), max_age=RETURN_COOKIE_MAX_AGE_S, **kind)
        return answer

    async def _handle_callback(self, request: Request, receive: Receive) -> Response:
        """Let in whoever was vouched for; anybody else gets a sentence, and nobody a name."""
        _, headers = await self._call_streamlit(request, receive)
        whence = _parse_query(request.cookies.get(RETURN_COOKIE, ""))
        client = request.client.host if request.client else ""
        try:
            token = await run_in_threadpool(_start_session, _read_claims(headers), client)
        except IdentityRefusedError:
            answer = auth.redirect_to_screen(whence, ACCESS_SCREEN_PATH, told="municipal")
        except IdentityUnknownError:
            answer = auth.redirect_to_screen(whence, ACCESS_SCREEN_PATH, told="unlinked")
        except StoreError:  # locked, or held by another program: the screen says so in full
            answer = auth.redirect_to_screen(whence, "/")
        else:
            answer = auth.redirect_to_screen(whence, "/")
            auth.set_session_cookie(answer, token, secure=request.url.scheme == "https")
        for name in {*request.cookies, SESSION_COOKIE_NAME, RETURN_COOKIE}:
            if name.startswith((USER_COOKIE_NAME, SESSION_COOKIE_NAME, RETURN_COOKIE)):
                answer.delete_cookie(name, httponly=True, samesite="lax")
        return answer

    async def _call_streamlit(self, request: Request, receive: Receive) -> tuple[int, HeaderList]:
        """Hear what Streamlit would answer, without answering it."""
        heard: dict[str, Any] = {}

        async def hear(message: Message) -> None:
            if message["type"] == "http.response.start":
                heard.update(message)

        await self._app(request.scope, receive, hear)
        return int(heard["status"]), list(heard.get("headers", ()))


def _start_session(claims: dict[str, Any], client: str) -> str:
    issuer = oidc_settings.configured_issuer()
    if issuer is None:
        raise IdentityRefusedError
    who, nonce = parse_identity(claims, issuer=issuer), claims.get("nonce")
    answer = nonce if isinstance(nonce, str) else ""
    return sign_in_with_identity(open_store(), who, nonce=answer, client=client)


def _read_claims(headers: HeaderList) -> dict[str, Any]:
    """
    Read who was vouched for, from the cookie that Streamlit meant for the browser.

    Only what stands in its own answer is read, never what a browser sent.
    """
    told = _parse_set_cookies(headers)

    def signed(name: str) -> bytes | None:
        return decode_signed_value(get_cookie_secret(), name, told.get(name, ""))

    claims = get_cookie_with_chunks(signed, USER_COOKIE_NAME)
    if claims is None:
        raise IdentityRefusedError
    read = json.loads(claims)
    return read if isinstance(read, dict) else {}


def _parse_set_cookies(headers: HeaderList) -> dict[str, str]:
    """Read the cookies that an answer sets, by name."""
    told: dict[str, str] = {}
    for name, said in headers:
        if name.lower() == b"set-cookie":
            told |= {one.key: one.value for one in SimpleCookie(said.decode("latin-1")).values()}
    return told


def _first_header(headers: HeaderList, header_name: bytes) -> str:
    return next(
        (said.decode("latin-1") for name, said in headers if name.lower() == header_name), ""
    )


def _parse_referer(url: str) -> dict[str, str]:
    """Read language and place from the address of the screen that she left."""
    query = _parse_query(urlsplit(url).query)
    return {"spoken": query.get("lang", ""), "community": query.get("community", "")}


def _parse_query(query_string: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query_string).items()}
