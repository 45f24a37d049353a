"""Sentences on people and women within and outside a boundary; an unknown number is said to be."""

from __future__ import annotations

import math

from geo.language import DEFAULT_LOCALE, gettext, ngettext
from geo.layers.population import Population, PopulationCount, count_population


def format_population(population: Population, locale: str = DEFAULT_LOCALE) -> list[str]:
    """
    Format who is counted: people, women, and the people outside the boundary.

    Returns
    -------
    sentences
        None where there is no demand point, within or outside, or people are unknown at one: that
        nobody was counted is not that nobody lives there.
    """
    counted = count_population(population.counted)
    outside_homes = 0 if population.outside is None else population.outside.homes
    if math.isnan(counted.people) or not counted.homes + outside_homes:
        return []
    key = "population.within" if population.outside else "population.everywhere"
    people = ngettext(key, round(counted.people), locale)
    return [people, *_format_women_of(counted, locale), *format_outside(population.outside, locale)]


def format_outside(outside: PopulationCount | None, locale: str = DEFAULT_LOCALE) -> list[str]:
    """
    Format how many people live outside the boundary and are not counted.

    Parameters
    ----------
    outside
        None where there is no boundary: the sentence says that everybody is counted.

    Returns
    -------
    sentences
        One, or none where nobody lives outside.
    """
    if outside is None:
        return [gettext("population.no_boundary", locale)]
    if not outside.people > 0:  # also where it is unknown
        return []
    return [ngettext("population.outside", max(round(outside.people), 1), locale)]


def format_women(population: PopulationCount, locale: str = DEFAULT_LOCALE) -> str:
    """Format the number of women: exact, at least, or not known."""
    if math.isnan(population.women):
        return gettext("population.women_unknown", locale)
    key = "population.women_at_least" if population.women_unknown else "population.women"
    women, unknown = round(population.women), population.women_unknown
    return ngettext(key, women, locale, homes=unknown)


def _format_women_of(counted: PopulationCount, locale: str) -> list[str]:
    return [format_women(counted, locale)] if counted.people > 0 else []
