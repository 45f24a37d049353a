"""
The OpenID Connect provider of a municipality, as the installation's settings name it.

It is written in Streamlit's `[auth]`, as docs/municipal-sign-in.md says. Nothing is asked of the
provider before the button is pressed, not even whether it is there.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from geo.errors import ProviderSetupError
from server.paths import OIDC_CALLBACK_PATH
from server.streamlit_internals import read_auth_settings

# Every issuer tells about itself there: OpenID Connect Discovery 1.0, section 4.
METADATA_PATH = "/.well-known/openid-configuration"
REQUIRED_SETTINGS = (
    "client_id",
    "client_secret",
    "cookie_secret",
    "redirect_uri",
    "server_metadata_url",
)
MIN_COOKIE_KEY_LENGTH = 32  # signs; with as many hexadecimal ones nobody guesses it: 128 bits
LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "::1")


def configured_issuer() -> str | None:
    """
    Tell whose word counts; None where the municipality has set up no provider.

    Returns
    -------
    issuer
        An address, as the standard has it the one its description lies under.

    Raises
    ------
    ProviderSetupError
        If what was written cannot work, or not safely.
    """
    told = read_auth_settings()
    if told is None:
        return None
    if not told:
        raise ProviderSetupError(setting="auth")
    for name in REQUIRED_SETTINGS:
        if not isinstance(told.get(name), str) or not told[name]:
            raise ProviderSetupError(setting=name)
    if len(told["cookie_secret"]) < MIN_COOKIE_KEY_LENGTH:
        raise ProviderSetupError(setting="cookie_secret")
    for name, end in (("redirect_uri", OIDC_CALLBACK_PATH), ("server_metadata_url", METADATA_PATH)):
        if not told[name].endswith(end) or not _is_secure_url(told[name]):
            raise ProviderSetupError(setting=name)
    return str(told["server_metadata_url"]).removesuffix(METADATA_PATH)


def is_configured() -> bool:
    """Tell whether there is a provider to turn to."""
    try:
        return configured_issuer() is not None
    except ProviderSetupError:
        return False


def _is_secure_url(url: str) -> bool:
    """Tell whether nobody on the way reads what is sent: https, or this same machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS)
