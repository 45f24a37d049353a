"""
Guess of service types from OpenStreetMap tags and names.

People check each guess before it becomes a service. A roof at a bus stop (`amenity=shelter`) is no
service.
"""

from __future__ import annotations

import re

from geo.layers.likely_shelter import is_likely_shelter

Tags = dict[str, str]

AMENITY_SERVICE_TYPES = {
    "police": "police",
    "hospital": "health",
    "clinic": "health",
    "doctors": "health",
    "courthouse": "court",
    # A pharmacy sells but does not attend: it must not be the nearest health service.
    "pharmacy": "other",
    "social_facility": "other",
    "community_centre": "other",
    "townhall": "other",
}
HEALTHCARE_SERVICE_TYPES = {
    "psychotherapist": "psychosocial",
    "counselling": "psychosocial",
    "hospital": "health",
    "clinic": "health",
    "centre": "health",
    "doctor": "health",
    "nurse": "health",
    "midwife": "health",
    "birthing_centre": "health",
    "community_health_worker": "health",
    "yes": "health",
}
OFFICE_SERVICE_TYPES = {"lawyer": "legal_aid", "ngo": "accompaniment", "government": "other"}
GOVERNMENT_SERVICE_TYPES = {"prosecutor": "prosecutor", "social_welfare": "economic_support"}
_WOMEN_GROUPS = frozenset({"women", "woman", "female"})
_CHILD_GROUPS = frozenset({"child", "children", "juvenile", "orphan"})

# Names are more specific than tags. Words of Spanish, Portuguese, English and Russian; the first
# matching line applies.
_NAME_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), code)
    for pattern, code in (
        (r"comisar[ií]a|delegacia|\bpolic[ií]a\b|\bpolice\b|полици|милици", "police"),
        (r"medicina legal|m[eé]dico[- ]legal|inacif|forens|судмед", "forensic"),
        (r"fiscal[ií]a|minist[eé]rio p[uú]blico|procuradur|promotoria|прокуратур", "prosecutor"),
        (
            r"centro (de )?emergencia mujer|ciudad mujer|uiaem|isdemu|(casa|centro) de la mujer"
            r"|casa da mulher|wom[ae]n'?s? cent(re|er)|женский центр",
            "womens_centre",
        ),
        (
            r"defensor[ií]a p[uú]blica|asesor[ií]a legal|consultorio jur[ií]dico|legal aid"
            r"|юридическ\w* помощ",
            "legal_aid",
        ),
        (r"demuna|niñez|conselho tutelar|child protection|защит\w* детей", "child_protection"),
    )
)


def guess_service_type(tags: Tags) -> str | None:
    """
    Guess the service type of a feature.

    Parameters
    ----------
    tags
        Its tags.

    Returns
    -------
    type
        One of `geo.model.SERVICE_TYPES`; None where the feature is not a service for survivors,
        such as a school or an estate agent.
    """
    by_tags = _classify_by_tags(tags)
    if by_tags is None:
        return None
    if is_likely_shelter(tags):
        return "shelter"
    name = tags.get("name", "")
    return next((code for pattern, code in _NAME_PATTERNS if pattern.search(name)), by_tags)


def _list_served_groups(tags: Tags) -> list[str]:
    groups = tags.get("social_facility:for", "")
    return [group.strip().lower() for group in groups.split(";") if group.strip()]


def _classify_by_tags(tags: Tags) -> str | None:
    if "social_facility" in tags or tags.get("amenity") == "social_facility":
        return _classify_social_facility(tags)
    if tags.get("amenity") == "community_centre" and "women" in tags.get(
        "community_centre:for", ""
    ):
        return "womens_centre"
    return (
        AMENITY_SERVICE_TYPES.get(tags.get("amenity", ""))
        or HEALTHCARE_SERVICE_TYPES.get(tags.get("healthcare", ""))
        or GOVERNMENT_SERVICE_TYPES.get(tags.get("government", ""))
        or OFFICE_SERVICE_TYPES.get(tags.get("office", ""))
    )


def _classify_social_facility(tags: Tags) -> str:
    groups = set(_list_served_groups(tags))
    if groups & _WOMEN_GROUPS:
        return "womens_centre"
    if groups & _CHILD_GROUPS:
        return "child_protection"
    return "other"
