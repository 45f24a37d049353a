"""Visibility of a community for a request: by its session, or by a phone's participation."""

from __future__ import annotations

from starlette.requests import Request

from geo.access.sessions import SESSION_COOKIE
from geo.access.visitor import read_visible_community, visitor_from_token
from geo.errors import CommunityUnknownError, ParticipationExpiredError
from geo.model import Community
from geo.store import Store
from geo.store.communities import read_community
from geo.workshop.participation import PARTICIPATION_COOKIE, read_participation


def find_visible_community(store: Store, request: Request, slug: str) -> Community:
    """
    Read a community that is visible to a request.

    Raises
    ------
    CommunityUnknownError
        If it does not exist, or is not visible to the request; both look the same.
    """
    if _participates_in(store, request, slug):
        return read_community(store, slug)
    visitor = visitor_from_token(store, request.cookies.get(SESSION_COOKIE))
    return read_visible_community(store, visitor, slug)


def _participates_in(store: Store, request: Request, slug: str) -> bool:
    token = request.cookies.get(PARTICIPATION_COOKIE)
    if not token:
        return False
    try:
        return read_participation(store, token).community == slug
    except (ParticipationExpiredError, CommunityUnknownError):
        return False
