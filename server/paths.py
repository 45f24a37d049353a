"""URL paths of the server's own routes, and names of form fields and query parameters."""

from __future__ import annotations

HEALTH_PATH = "/healthz"
CALENDAR_PATH = "/calendar"  # the neutral page that the quick exit leads to
SIGN_IN_PATH, SIGN_OUT_PATH = "/amparo/sign-in", "/amparo/sign-out"
ACCESS_SCREEN_PATH = "/access"
# All screens, of `pages/screens.py`; the first one is at "/" too.
SCREEN_PATHS = frozenset(
    {
        "/",
        "/welcome",
        "/home",
        "/map",
        "/way",
        "/support",
        "/coverage",
        "/scenarios",
        "/matrix",
        "/draw",
        "/session",
        "/pathways",
        "/place",
        ACCESS_SCREEN_PATH,
    }
)
QUICK_EXIT_PATH = "/amparo/leave"
JOIN_PAGE_PATH, JOIN_PATH = "/j", "/amparo/join"
DRAW_PATH, MARKS_PATH, HISTORY_PATH = "/amparo/draw", "/amparo/marks", "/amparo/marks/past"
STREET_NAMES_PATH = "/amparo/street-names"
OIDC_LOGIN_PATH = "/amparo/sign-in/provider"
OIDC_CALLBACK_PATH = "/oauth2callback"  # registered with providers: it cannot change
STREAMLIT_AUTH_PREFIX = "/auth"
# Form field that names the screen to open after signing in.
NEXT_FIELD, NEXT_SETUP = "then", "place"
