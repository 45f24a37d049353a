"""
A small provider of OpenID Connect, on this machine, for the tests of signing in by one.

It keeps to the standard where an honest provider would: a code counts once, for the client and
the address it was made for, and only with the PKCE verifier. `bend` makes it say something else.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "amparo", "only-for-this-test"
PAGE = """<!doctype html><html lang="es"><head><title>Municipalidad</title>
<link rel="icon" href="data:,"></head><body><h1>Cuenta de la municipalidad</h1>
<form method="post" action="/authorize"><input type="hidden" name="asked" value="{}">
<label>Correo <input name="email"></label><button>Continuar</button></form></body></html>"""
STARTED_WITHIN_S = 20


class Provider:
    """Who vouches: what it was asked, and what it shall say beside what is true."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: list[str] = []
        self.bend: dict[str, Any] = {}
        self.tokens: list[str] = []
        self.forgetful = False  # whether a code may be used again
        self.unsigned = False  # whether it describes, and gives, ID tokens without a signature
        self.delay_s = 0.0
        self.described: Any = None  # in the place of its description
        self.instead: Any = None  # in the place of a token
        self.key = self.signing = RSAKey.generate_key(2048, {"kid": "one"})
        self._codes: dict[str, dict[str, str]] = {}
        self.app = Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.describe),
                Route("/authorize", self.ask),
                Route("/authorize", self.agree, methods=["POST"]),
                Route("/token", self.tell, methods=["POST"]),
                Route("/keys", self.keys),
            ]
        )

    def be_honest(self) -> None:
        self.bend, self.signing, self.forgetful = {}, self.key, False
        self.unsigned, self.delay_s, self.described, self.instead = False, 0.0, None, None
        self.asked.clear()
        self.tokens.clear()

    async def describe(self, _: Request) -> Response:
        self.asked.append("description")
        await asyncio.sleep(self.delay_s)
        if self.described is not None:
            return JSONResponse(self.described)
        return JSONResponse(
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
                "id_token_signing_alg_values_supported": ["none", "RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    async def keys(self, _: Request) -> Response:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    async def ask(self, request: Request) -> Response:
        self.asked.append("authorize")
        return HTMLResponse(PAGE.format(escape(request.url.query)))

    async def agree(self, request: Request) -> Response:
        form = fields((await request.body()).decode())
        asked = fields(form["asked"])
        code = self.code(form["email"], asked)
        query = urlencode({"code": code, "state": asked["state"]})
        return RedirectResponse(f"{asked['redirect_uri']}?{query}", 303)

    def code(self, email: str, asked: dict[str, str]) -> str:
        """Give a code for somebody, as if she had filled in the form."""
        assert (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked | {"email": email}
        return code

    async def tell(self, request: Request) -> Response:
        self.asked.append("token")
        form = fields((await request.body()).decode())
        known = self._codes.get(form["code"])
        if not self.forgetful:
            self._codes.pop(form["code"], None)  # it counts once
        header = request.headers.get("authorization", "")
        right = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        proved = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            known is None
            or header != f"Basic {right}"
            or form["redirect_uri"] != known["redirect_uri"]
            or proved != known["code_challenge"]
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        if self.instead is not None:
            return JSONResponse(self.instead)
        access, signed = secrets.token_urlsafe(8), self.vouch(known)
        self.tokens += [access, signed]
        return JSONResponse({"access_token": access, "token_type": "Bearer", "id_token": signed})

    def vouch(self, known: dict[str, str]) -> str:
        now = int(time.time())
        email = known["email"]
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": hashlib.sha256(email.encode()).hexdigest()[:12],
            "email": email,
            "email_verified": True,
            "name": "Nombre Completo",
            "nonce": known["nonce"],
            "iat": now,
            "exp": now + 300,
        }
        said = claims | self.bend
        if self.unsigned:
            parts = (json.dumps(part).encode() for part in ({"alg": "none"}, said))
            return ".".join(
                [*(base64.urlsafe_b64encode(p).decode().rstrip("=") for p in parts), ""]
            )
        return jwt.encode({"alg": "RS256", "kid": "one"}, said, self.signing)


def fields(written: str) -> dict[str, str]:
    """Read a form or a query."""
    return {name: values[0] for name, values in parse_qs(written).items()}


@contextmanager
def running_provider() -> Iterator[Provider]:
    """Serve a provider on this machine, until the block is left."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    provider = Provider(f"http://127.0.0.1:{port}")
    server = uvicorn.Server(
        uvicorn.Config(provider.app, host="127.0.0.1", port=port, log_level="error")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + STARTED_WITHIN_S
    while not server.started:
        assert time.monotonic() < until, "the provider does not start"
        time.sleep(0.02)
    try:
        yield provider
    finally:
        server.should_exit = True
        thread.join(10)


def secrets_toml(provider: Provider, app_url: str) -> str:
    """Write what a municipality would write."""
    return (
        "[auth]\n"
        f'redirect_uri = "{app_url}/oauth2callback"\n'
        f'cookie_secret = "{"0123456789abcdef" * 2}"\n'
        f'client_id = "{CLIENT}"\n'
        f'client_secret = "{SECRET}"\n'
        f'server_metadata_url = "{provider.url}/.well-known/openid-configuration"\n'
        'client_kwargs = { "prompt" = "login" }\n'
    )
