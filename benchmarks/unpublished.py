"""Response times for an unpublished community beside those for an unknown name, by route."""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from scipy.stats import mannwhitneyu
from starlette.applications import Starlette

from geo.access.accounts import add_account
from geo.model import Community
from geo.store import open_store
from geo.store.communities import add_community
from geo.store.data_folder import HOME_VARIABLE
from geo.store.passphrase_change import set_passphrase
from server import application

REQUESTS = 200  # of each name and route
PATHS = {
    "tile": "/amparo/tiles/{}/0/14/8192/8191.mvt",
    "street names": "/amparo/street-names/{}/0",
    "drawing page": "/amparo/draw?community={}&session=S1",
}


async def measure_route(client: httpx.AsyncClient, path: str) -> dict[str, list[float]]:
    """Measure both names in turns, either first [ms]."""
    took: dict[str, list[float]] = {"nadie": [], "villa": []}
    for slug in took:
        await client.get(path.format(slug))
    for _ in range(REQUESTS):
        for slug, times in sorted(took.items(), key=lambda _: random.random()):
            started = time.perf_counter()
            await client.get(path.format(slug))
            times.append(1000 * (time.perf_counter() - started))
    return took


async def measure_all() -> None:
    """Print medians, their ratio, and whether ranks differ (Mann-Whitney)."""
    transport = httpx.ASGITransport(app=Starlette(routes=application.ROUTES))
    async with httpx.AsyncClient(transport=transport, base_url="http://amparo") as client:
        for name, path in PATHS.items():
            took = await measure_route(client, path)
            unknown, hidden = took["nadie"], took["villa"]
            medians = [statistics.median(times) for times in (unknown, hidden)]
            p = mannwhitneyu(unknown, hidden).pvalue
            print(
                f"{name:14} unknown {medians[0]:6.2f} ms  unpublished {medians[1]:6.2f} ms  "
                f"ratio {medians[1] / medians[0]:.3f}  p {p:.2f}"
            )


def main() -> None:
    """Measure in a fresh, protected installation."""
    with TemporaryDirectory() as folder:
        os.environ[HOME_VARIABLE] = str(Path(folder) / "home")  # the routes open it too
        store = open_store()
        add_community(store, Community(slug="villa", name="Villa", timezone="America/Lima"))
        set_passphrase(store, "una frase larga que nadie adivina")
        add_account(store, "coordinacion", role="coordinator", password="lluvia tambor limón")  # noqa: S106
        asyncio.run(measure_all())
        store.close()


if __name__ == "__main__":
    main()
