"""
Settings of a municipality's OpenID Connect provider, from `[auth]` in `.streamlit/secrets.toml`.

docs/municipal-sign-in.md lists them. Reading them sends no request to the provider.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from geo.errors import ProviderSetupError
from server.paths import OIDC_CALLBACK_PATH
from server.streamlit_internals import read_auth_settings

# Where every issuer publishes its metadata: OpenID Connect Discovery 1.0, section 4.
METADATA_PATH = "/.well-known/openid-configuration"
REQUIRED_SETTINGS = (
    "client_id",
    "client_secret",
    "cookie_secret",
    "redirect_uri",
    "server_metadata_url",
)
MIN_COOKIE_KEY_LENGTH = 32  # characters; 128 bits where they are hexadecimal
LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class ProviderSettings:
    """
    What is needed to send somebody to the provider and to check the callback.

    Attributes
    ----------
    issuer
        The address under which the provider publishes its metadata.
    cookie_secret
        Key of the cookie that a browser holds between the redirect and the callback.
    redirect_uri
        The callback's address as registered with the provider.
    client_kwargs
        Further options of Authlib's client, such as `prompt` and `scope`.
    """

    issuer: str
    metadata_url: str
    redirect_uri: str
    client_id: str
    client_secret: str = field(repr=False)
    cookie_secret: str = field(repr=False)
    client_kwargs: Mapping[str, Any] = field(default_factory=dict, repr=False)


def load_provider_settings() -> ProviderSettings | None:
    """
    Read and check the settings; None where the municipality has configured no provider.

    Raises
    ------
    ProviderSetupError
        If a setting is missing, of the wrong type, or an address without encryption.
    """
    settings = read_auth_settings()
    if settings is None:
        return None
    if not settings:
        raise ProviderSetupError(setting="auth")
    for name in REQUIRED_SETTINGS:
        if not isinstance(settings.get(name), str) or not settings[name]:
            raise ProviderSetupError(setting=name)
    if len(settings["cookie_secret"]) < MIN_COOKIE_KEY_LENGTH:
        raise ProviderSetupError(setting="cookie_secret")
    _check_url(settings, "redirect_uri", OIDC_CALLBACK_PATH)
    _check_url(settings, "server_metadata_url", METADATA_PATH)
    client_kwargs = settings.get("client_kwargs", {})
    if not isinstance(client_kwargs, Mapping):
        raise ProviderSetupError(setting="client_kwargs")
    metadata_url = settings["server_metadata_url"]
    return ProviderSettings(
        issuer=metadata_url.removesuffix(METADATA_PATH),
        metadata_url=metadata_url,
        redirect_uri=settings["redirect_uri"],
        client_id=settings["client_id"],
        client_secret=settings["client_secret"],
        cookie_secret=settings["cookie_secret"],
        client_kwargs=client_kwargs,
    )


def configured_issuer() -> str | None:
    """
    Read the issuer whose ID tokens are accepted; None where no provider is configured.

    Raises
    ------
    ProviderSetupError
        If the settings cannot be used: see `load_provider_settings`.
    """
    settings = load_provider_settings()
    return settings.issuer if settings else None


def _check_url(settings: Mapping[str, Any], name: str, path: str) -> None:
    """Raise unless an address ends in a path and is https, or http on this machine."""
    parts = urlsplit(settings[name])
    loopback = parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS
    if not settings[name].endswith(path) or not (parts.scheme == "https" or loopback):
        raise ProviderSetupError(setting=name)
