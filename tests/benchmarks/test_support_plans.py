"""The benchmark of support routes on a town: its questions have answers, and every part shows."""

import pytest
from click.testing import CliRunner

from benchmarks import support_plans
from benchmarks.networks import build_mosaic
from geo.support.planning import plan_support
from tests.village import Street, network


@pytest.fixture(scope="module")
def town():
    """Lay four tiles of square blocks: no step may lack junctions for its doors."""
    corners = {f"{x} {y}": (300.0 * x, 300.0 * y) for x in range(9) for y in range(9)}
    east = [(f"{x} {y}", f"{x + 1} {y}") for x in range(8) for y in range(9)]
    north = [(f"{x} {y}", f"{x} {y + 1}") for x in range(9) for y in range(8)]
    tile = network(corners, [Street(*ends) for ends in east + north])
    return build_mosaic(tile, columns=2, rows=2)


def test_every_step_has_a_service(town, monkeypatch):
    monkeypatch.setattr(support_plans, "SERVICES_PER_TYPE", 6)
    ground = support_plans.build_mosaic_view(town, seed=1, hours=support_plans.MIXED_HOURS)
    ((ask, path), *_) = support_plans.draw_requests(
        ground, support_plans.NIGHT_TIME, seed=1, urgent=True
    )
    with support_plans.time_phases() as spent:
        plan = plan_support(ground, ask, path)
    assert [stop.route is not None for stop in plan.stops] == [True] * len(
        support_plans.SERVICE_TYPES
    )
    assert plan.stops[0].step.code == "health"
    assert set(spent) == set(support_plans.PHASES)
    assert all(seconds >= 0 for seconds in spent.values())
    assert spent["choice"] > 0


@pytest.mark.slow
def test_the_table_is_printed(town, monkeypatch, tmp_path):
    monkeypatch.setattr(support_plans, "import_city_network", lambda _: town)
    monkeypatch.setattr(support_plans, "ROUNDS", 1)
    monkeypatch.setattr(support_plans, "SERVICES_PER_TYPE", 6)
    words = ["--data", str(tmp_path), "--tiles", "1", "1"]
    told = CliRunner().invoke(support_plans.main, words, catch_exceptions=False)
    assert told.exit_code == 0
    assert told.output.count("median") == 6
