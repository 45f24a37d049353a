"""
OpenID Connect sign-in: the redirect to a municipality's provider, and the callback from it.

Authlib's Starlette client sends the browser to the provider with a state, a nonce and a PKCE
challenge. Of the callback it checks the state, and of the ID token the signature, the issuer, the
audience, the expiry and the nonce. State, nonce and code verifier are held in a signed cookie of
the browser that was redirected, for ten minutes, so a callback is accepted in that browser only.
`sign_in_with_identity` stores the nonce, so an ID token is accepted once. The browser then gets
the same session cookie as after a password; no claim and no token of the provider is sent to it.

Where no provider is configured, both addresses return 404.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import update_wrapper
from typing import Any

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import OAuth, StarletteOAuth2App
from joserfc.errors import JoseError
from starlette.concurrency import run_in_threadpool
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import Response

from geo.access.identities import parse_identity
from geo.access.oidc_sign_in import sign_in_with_identity
from geo.errors import (
    IdentityRefusedError,
    IdentityUnknownError,
    ProviderSetupError,
    StoreError,
)
from geo.store.opening import open_store
from server.client_address import client_address
from server.middleware.response_headers import Message, Receive, Send
from server.oidc_settings import ProviderSettings, load_provider_settings
from server.paths import ACCESS_SCREEN_PATH, OIDC_CALLBACK_PATH, OIDC_LOGIN_PATH
from server.responses import not_found
from server.routes import auth

OIDC_COOKIE = "amparo_oidc"
OIDC_COOKIE_MAX_AGE_S = 600
PROVIDER_TIMEOUT_S = 8  # seconds for all requests to the provider between two redirects
ORIGIN_FIELDS = ("spoken", "community")  # where the browser comes from and is sent back to
SCOPE = "openid email profile"
# Metadata of OpenID Connect Discovery 1.0, section 3; a provider may list "none" there.
ALGORITHMS_FIELD = "id_token_signing_alg_values_supported"
# Authlib raises the last six where metadata, keys or tokens are not of the form it reads.
PROVIDER_ERRORS = (
    AuthlibBaseError,
    JoseError,
    httpx2.HTTPError,
    httpx2.InvalidURL,
    TimeoutError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)

ProviderHandler = Callable[[Request, ProviderSettings], Awaitable[Response]]


class SignedTokenClient(StarletteOAuth2App):  # type: ignore[misc] # Authlib ships no types
    """Authlib's client for Starlette, which accepts no ID token without a signature."""

    async def load_server_metadata(self) -> dict[str, Any]:
        """Request the provider's metadata, once for each client."""
        metadata: dict[str, Any] = await super().load_server_metadata()
        listed = metadata.get(ALGORITHMS_FIELD) or []
        metadata[ALGORITHMS_FIELD] = [name for name in listed if name != "none"]
        return metadata


class ProviderEndpoint:
    """
    ASGI endpoint that exists only where a provider is configured, with a signed session cookie.

    Parameters
    ----------
    handle
        Makes the response. `request.session` is what the cookie holds.
    """

    def __init__(self, handle: ProviderHandler) -> None:
        self._handle = handle
        update_wrapper(self, handle)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Respond to one request."""
        settings = _usable_settings()
        # The pattern of a route also matches a path with a line feed at its end.
        exact = scope["path"] in (OIDC_LOGIN_PATH, OIDC_CALLBACK_PATH)
        if settings is None or scope["method"] != "GET" or not exact:
            await not_found()(scope, receive, send)
            return

        async def respond(scope: Message, receive: Receive, send: Send) -> None:
            response = await self._handle(Request(scope, receive), settings)
            await response(scope, receive, send)

        session = SessionMiddleware(
            respond,
            settings.cookie_secret,
            session_cookie=OIDC_COOKIE,
            max_age=OIDC_COOKIE_MAX_AGE_S,
            same_site="lax",  # the callback is a link from the provider's site
            https_only=scope["scheme"] == "https",
        )
        # A copy, because Streamlit's session middleware reads `scope["session"]` afterwards.
        await session(dict(scope), receive, send)


@ProviderEndpoint
async def redirect_to_provider(request: Request, settings: ProviderSettings) -> Response:
    """Send a browser that comes from a page of ours to the provider."""
    if not auth.is_same_origin(request):
        return Response(status_code=403)
    origin = {name: request.query_params.get(name, "") for name in ORIGIN_FIELDS}
    client = _create_client(settings)
    try:
        async with asyncio.timeout(PROVIDER_TIMEOUT_S):
            response: Response = await client.authorize_redirect(request, settings.redirect_uri)
    except PROVIDER_ERRORS:
        return auth.redirect_to_screen(origin, ACCESS_SCREEN_PATH, told="municipal")
    request.session.update(origin)
    return response


@ProviderEndpoint
async def handle_provider_callback(request: Request, settings: ProviderSettings) -> Response:
    """Sign in whom the provider authenticated, or redirect to the sentence that says why not."""
    origin = {name: str(request.session.get(name, "")) for name in ORIGIN_FIELDS}
    address = client_address(request.scope)
    response: Response
    try:
        claims = await _fetch_claims(request, settings)
        token = await run_in_threadpool(_start_session, claims, settings.issuer, address)
    except IdentityRefusedError:
        response = auth.redirect_to_screen(origin, ACCESS_SCREEN_PATH, told="municipal")
    except IdentityUnknownError:
        response = auth.redirect_to_screen(origin, ACCESS_SCREEN_PATH, told="unlinked")
    except StoreError:  # locked, or held by another program: the screen shows why
        response = auth.redirect_to_screen(origin, "/")
    else:
        response = auth.redirect_to_screen(origin, "/")
        auth.set_session_cookie(response, token, secure=request.url.scheme == "https")
    _remove_cookie(request, response)
    return response


def _usable_settings() -> ProviderSettings | None:
    """Read the settings; None as well where they cannot be used: the sign-in screen shows why."""
    try:
        return load_provider_settings()
    except ProviderSetupError:
        return None


def _create_client(settings: ProviderSettings) -> Any:  # noqa: ANN401 - Authlib ships no types
    """Create a client for one request, so that changed metadata and keys are read again."""
    options = {"scope": SCOPE, "prompt": "select_account", **settings.client_kwargs}
    return OAuth().register(
        "municipal",
        client_cls=SignedTokenClient,
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        server_metadata_url=settings.metadata_url,
        client_kwargs=options | {"code_challenge_method": "S256"},
    )


async def _fetch_claims(request: Request, settings: ProviderSettings) -> Mapping[str, Any]:
    """
    Exchange the code of a callback for an ID token, and check it.

    Raises
    ------
    IdentityRefusedError
        If the callback belongs to no sign-in of this browser, if the provider cannot be reached
        in time, or if its ID token is missing or invalid.
    """
    client = _create_client(settings)
    issuers = [settings.issuer, settings.issuer + "/"]
    expected = {
        "iss": {"essential": True, "values": issuers},
        "aud": {"essential": True, "value": settings.client_id},
    }
    try:
        async with asyncio.timeout(PROVIDER_TIMEOUT_S):
            token = await client.authorize_access_token(request, claims_options=expected)
        return dict(token["userinfo"])
    except PROVIDER_ERRORS as error:
        raise IdentityRefusedError from error


def _start_session(claims: Mapping[str, Any], issuer: str, address: str) -> str:
    """Start a session for the account that an identity is linked to; return its token."""
    identity, nonce = parse_identity(claims, issuer=issuer), claims.get("nonce")
    text = nonce if isinstance(nonce, str) else ""
    return sign_in_with_identity(open_store(), identity, nonce=text, client=address)


def _remove_cookie(request: Request, response: Response) -> None:
    """Remove the cookie of this sign-in, also one that has expired or is not signed by us."""
    if request.session:
        request.session.clear()  # SessionMiddleware then removes it
    elif OIDC_COOKIE in request.cookies:
        response.delete_cookie(OIDC_COOKIE, httponly=True, samesite="lax")
