"""
Codes of readers in addresses of tiles: which audience's version of a layer a map shows.

A coordinator reads as the network until she asks for exact locations, which the audit log records.
A tile cannot know what she asked for on a screen. So the address of exact tiles contains a code
that only the screen can make, for one sign-in and one community, after she asked.
"""

from __future__ import annotations

import hashlib
import hmac

from geo.access.visitor import Visitor
from geo.errors import CommunityUnknownError
from geo.model import Audience
from geo.store import Store
from geo.store.installation_secret import load_installation_secret

CODE_PURPOSE = "exact_tiles"  # purpose of an installation secret
OPEN_CODES: dict[str, Audience] = {"public": "public", "network": "network"}
CODE_LENGTH = 32  # hexadecimal digits: 128 bits


def encode_reader(store: Store, slug: str, audience: Audience, token: str | None) -> str:
    """
    Encode an audience for addresses of a community's tiles.

    Parameters
    ----------
    audience
        As which a screen reads now.
    token
        Token of the session cookie; the code of a coordinator holds for it alone.
    """
    if audience in OPEN_CODES:
        return audience
    secret = load_installation_secret(store, CODE_PURPOSE)
    content = f"{slug}\n{token or ''}".encode()
    return hmac.new(secret, content, hashlib.sha256).hexdigest()[:CODE_LENGTH]


def decode_reader(
    store: Store, slug: str, code: str, visitor: Visitor, token: str | None
) -> Audience:
    """
    Decode the audience of an address, for the visitor who asks for it.

    Raises
    ------
    CommunityUnknownError
        If the visitor may not read as that audience, as where there is no such community.
    """
    audience = OPEN_CODES.get(code)
    if audience == "public" or (audience == "network" and visitor.audience != "public"):
        return audience
    if audience is None and visitor.audience == "coordinator":
        expected = encode_reader(store, slug, "coordinator", token)
        if hmac.compare_digest(code.encode(), expected.encode()):
            return "coordinator"
    raise CommunityUnknownError(slug=slug)
