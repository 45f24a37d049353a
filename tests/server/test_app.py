"""The routes beside the screens: health, map assets, tiles."""

import anyio
import httpx
import pytest
from starlette.applications import Starlette
from streamlit.web.server.app_discovery import discover_asgi_app

import app
from geo.cartography import assets
from geo.errors import StoreError
from geo.model import Community
from geo.store.communities import add_community
from geo.store.opening import open_store
from server import application
from server.middleware.connection_limit import ConnectionLimitMiddleware
from server.middleware.host_check import HostCheckMiddleware
from server.middleware.request_limits import RequestLimitMiddleware
from server.middleware.response_headers import ResponseHeadersMiddleware
from server.routes import tiles
from tests import source_files

needs_packages = pytest.mark.skipif(
    not assets.packages_installed(),
    reason="the map's packages are not installed; start.py installs them",
)


class Server:
    """Our routes, asked without a network."""

    def get(self, path):
        async def ask():
            reach = httpx.ASGITransport(app=Starlette(routes=application.ROUTES))
            async with httpx.AsyncClient(transport=reach, base_url="http://amparo") as client:
                return await client.get(path)

        return anyio.run(ask)


@pytest.fixture
def server():
    return Server()


@pytest.fixture
def napkin(home):
    store = open_store(home)
    add_community(
        store, Community(slug="napkin", name="Napkin", timezone="America/Lima", demonstration=True)
    )
    yield store
    store.close()


def test_the_server_says_that_it_answers(server):
    response = server.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response.headers["cache-control"] == "no-store"


@needs_packages
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("leaflet/leaflet.js", "text/javascript; charset=utf-8"),
        ("leaflet/leaflet.css", "text/css; charset=utf-8"),
        ("leaflet/images/marker-icon.png", "image/png"),
        ("protomaps/protomaps-leaflet.js", "text/javascript; charset=utf-8"),
        ("noto-sans/noto-sans-latin-400-normal.woff2", "font/woff2"),
        ("maki/hospital.svg", "image/svg+xml"),
        ("map/frame.js", "text/javascript; charset=utf-8"),
        ("map/frame.css", "text/css; charset=utf-8"),
    ],
)
def test_assets_come_with_their_type(server, path, kind):
    response = server.get(f"/amparo/assets/{path}?v=1")
    assert response.status_code == 200
    assert response.headers["content-type"] == kind
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.content


@needs_packages
def test_an_asset_asked_for_without_version_is_kept_an_hour_only(server):
    response = server.get("/amparo/assets/map/frame.js")
    assert response.headers["cache-control"] == "public, max-age=3600"


@needs_packages
@pytest.mark.parametrize(
    "path",
    [
        "leaflet/%2e%2e/package.json",
        "leaflet/..%2f..%2fpackage.json",
        "leaflet/%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2fapp.py",
        "map/..%5c..%5capp.py",
        "maki/%2fetc%2fpasswd",
        "leaflet/",
        "/",
        "node_modules/leaflet/package.json",
        "pbf/index.js",
    ],
)
def test_nothing_else_is_handed_out(server, path):
    response = server.get(f"/amparo/assets/{path}")
    assert response.status_code == 404
    assert "leaflet" not in response.text


def test_without_its_packages_the_map_says_what_to_do(server, monkeypatch):
    monkeypatch.setattr(assets, "packages_installed", lambda: False)
    response = server.get("/amparo/assets/leaflet/leaflet.js")
    assert response.status_code == 503
    assert "start.py" in response.text
    assert response.headers["cache-control"] == "no-store"


def test_a_tile_of_a_community_is_a_vector_tile(server, napkin):
    response = server.get("/amparo/tiles/napkin/1/14/8192/8191.mvt")
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/vnd.mapbox-vector-tile"
    assert "immutable" in response.headers["cache-control"]


@pytest.mark.parametrize(
    "path",
    [
        "nowhere/1/14/8192/8191.mvt",
        "napkin/1/14/99999/0.mvt",
        "napkin/1/17/0/0.mvt",
        "napkin/1/14/8192/8191.png",
        "napkin/one/14/8192/8191.mvt",
        "napkin/1/14/-1/0.mvt",
    ],
)
def test_a_tile_that_cannot_be_is_not_found(server, napkin, path):
    assert server.get(f"/amparo/tiles/{path}").status_code == 404


def test_a_store_that_another_program_holds_is_said_and_not_kept(server, monkeypatch):
    def held():
        raise StoreError

    monkeypatch.setattr(tiles, "open_store", held)
    response = server.get("/amparo/tiles/held/1/14/8192/8191.mvt")
    assert response.status_code == 503
    assert response.headers["cache-control"] == "no-store"


def test_the_app_is_the_shell_with_these_routes():
    found = discover_asgi_app(source_files.ROOT / "app.py")
    assert (found.is_asgi_app, found.app_name) == (True, "app"), "Streamlit reads it in the source"
    assert app.app.script_path == application.SHELL_PAGE
    assert application.SHELL_PAGE.is_file()
    assert app.app._user_routes == application.ROUTES
    layers = [layer.cls for layer in app.app._user_middleware]
    assert layers[:2] == [ResponseHeadersMiddleware, HostCheckMiddleware]
    assert {ConnectionLimitMiddleware, RequestLimitMiddleware} <= set(layers)
