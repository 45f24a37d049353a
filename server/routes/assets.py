"""Route of static assets: scripts, style sheets, fonts and images of maps and pages."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from geo.cartography import assets, script_bundle
from server.responses import CACHE_ONE_HOUR, CACHE_ONE_YEAR, not_found, text_response

CONTENT_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
ASSETS_MISSING_TEXT = (
    "The map's files are not installed. Run start.py once; it fetches them.\n"
    "Faltan los archivos del mapa. Ejecute start.py una vez; los instala.\n"
)


async def serve_asset(request: Request) -> Response:
    """Serve a known asset or script bundle; anything else is not found."""
    if not assets.packages_installed():
        return text_response(ASSETS_MISSING_TEXT, 503)
    package, path = request.path_params["package"], request.path_params["path"]
    caching = CACHE_ONE_YEAR if "v" in request.query_params else CACHE_ONE_HOUR
    headers = {"Cache-Control": caching, "X-Content-Type-Options": "nosniff"}
    file = assets.find_asset(package, path)
    if file is not None:
        return FileResponse(file, media_type=CONTENT_TYPES[file.suffix], headers=headers)
    bundle = script_bundle.read_bundle(package, path)
    if bundle is None:
        return not_found()
    return Response(bundle, media_type=CONTENT_TYPES[Path(path).suffix], headers=headers)
