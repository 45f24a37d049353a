"""Services of the village: the community's own list, and features of the map extract."""

from __future__ import annotations

from data.demo.geojson import LayerFeature
from data.demo.landscape import TaggedFeature
from data.demo.projection import parse_points

SOURCE = "inventado para la demostración"

# Contact instead of the place of a confidential service.
GATEWAY_TEXTS = {
    "accompaniment": "Pregunte en la Ventanilla de atención a mujeres, 0000 0006.",
    "shelter": "Llame a la Línea de escucha, 0000 0012, a cualquier hora.",
}

# type | name | phone | hours | confidential | verified on | x,y
SERVICES_TABLE = """
health|Unidad de Salud de Chancala|0000 0001|24/7|no|2026-10-20|1462,546
health|Casa de salud de Loma Alta|0000 0002|Mo,We,Fr 08:00-13:00|no|2026-02-10|-1398,1122
police|Puesto de policía|0000 0003|24/7|no|2026-11-03|452,-58
court|Juzgado de Paz|0000 0004|Mo-Fr 08:00-16:00|no|2026-09-15|348,-470
prosecutor|Oficina fiscal de Los Encuentros|0000 0005|Mo-Fr 08:00-16:00|no|2026-01-22|2478,500
womens_centre|Ventanilla de atención a mujeres|0000 0006|Mo-Fr 07:30-15:30|no|2026-11-05|-150,-66
legal_aid|Consultorio jurídico gratuito|0000 0007|Tu,Th 09:00-15:00|no||118,-150
psychosocial|Casa del Amate|0000 0008|Mo-Fr 08:00-17:00|no|2026-10-28|-286,236
accompaniment|Acompañamiento entre vecinas (lugar reservado)|0000 0009|24/7|yes|2026-10-02|-150,452
shelter|Casa de acogida (lugar reservado)|0000 0010|24/7|yes|2026-08-30|1338,-232
child_protection|Junta de protección de la niñez|0000 0011|Mo-Fr 08:00-16:00|no|2026-03-18|-476,196
phone_line|Línea de escucha|0000 0012|24/7|no|2026-11-10|214,142
forensic|Clínica forense de turno|0000 0013|Mo-Sa 07:00-19:00|no|2026-04-09|2538,480
economic_support|Taller y ahorro de mujeres|0000 0014|Mo-Sa 08:00-12:00|no||1252,36
psychosocial|Consejería de la parroquia|0000 0015|Sa 09:00-12:00|no|2026-06-30|-20,136
"""

# tags | name | phone | hours | x,y
EXTRACT_SERVICES_TABLE = """
amenity=clinic healthcare=centre|Unidad de Salud de Chancala|0000 0001|24/7|1462,546
amenity=police|Puesto de policía|0000 0003|24/7|452,-58
amenity=courthouse|Juzgado de Paz|0000 0004|Mo-Fr 08:00-16:00|348,-470
amenity=townhall|Alcaldía de Chancala||Mo-Fr 08:00-16:00|-136,-50
amenity=pharmacy|Farmacia San Jacinto|0000 0021|Mo-Sa 08:00-18:00|128,-64
amenity=doctors healthcare=doctor|Consultorio médico de la colonia|0000 0022|Mo-Fr 14:00-18:00|1206,-128
amenity=community_centre|Casa comunal||Mo-Sa 08:00-18:00|1262,50
office=lawyer|Oficina de notaría|0000 0023|Mo-Fr 09:00-16:00|-212,-160
office=ngo|Fundación Semilla de Maíz|0000 0024|Mo-Fr 08:00-16:00|-250,330
amenity=social_facility social_facility=outreach|Comedor solidario||Mo-Fr 11:00-14:00|-330,-330
amenity=social_facility social_facility=shelter social_facility:for=abused;woman|Hogar Las Palmas|0000 0025|24/7|1402,330
amenity=clinic|Clínica Los Encuentros|0000 0026|Mo-Sa 07:00-17:00|2320,600
"""  # noqa: E501 -- one service a row, as a table

# Other features of a map that are not services.
EXTRA_FEATURES_TABLE = """
highway=bus_stop|Parada La Ceiba|-705,-238
highway=bus_stop|Parada Plaza|-20,-88
highway=bus_stop|Parada La Colonia|1405,170
highway=bus_stop|Parada Los Encuentros|2255,446
shop=convenience|Tienda La Esquina|-262,70
shop=bakery|Panadería El Trigal|92,106
amenity=drinking_water|Pila pública|-190,286
"""


def make_services() -> list[LayerFeature]:
    """
    Build the services of the community.

    Returns
    -------
    services
        Points; telephone numbers begin with 0000 and are not in use.
    """
    return [_make_service(row) for row in SERVICES_TABLE.strip().splitlines()]


def _make_service(row: str) -> LayerFeature:
    kind, name, phone, hours, confidential, verified_on, point = row.split("|")
    properties: dict[str, object] = {
        "name": name,
        "type": kind,
        "phone": phone,
        "gateway": GATEWAY_TEXTS.get(kind) if confidential == "yes" else None,
        "opening_hours": hours,
        "confidential": confidential == "yes",
        "source": SOURCE,
        "verified_on": verified_on or None,
    }
    return LayerFeature(parse_points(point), properties)


def make_extract_features() -> list[TaggedFeature]:
    """
    Build the points of the extract: some of the services, candidates, and other features.

    Returns
    -------
    features
        Tagged points [m].
    """
    return [_make_extract_service(row) for row in EXTRACT_SERVICES_TABLE.strip().splitlines()] + [
        TaggedFeature(parse_points(point), _parse_tags(tags) | {"name": name})
        for tags, name, point in (
            row.split("|") for row in EXTRA_FEATURES_TABLE.strip().splitlines()
        )
    ]


def _make_extract_service(row: str) -> TaggedFeature:
    tags, name, phone, hours, point = row.split("|")
    tags_by_key = {"name": name, "phone": phone, "opening_hours": hours}
    return TaggedFeature(
        parse_points(point),
        _parse_tags(tags) | {key: text for key, text in tags_by_key.items() if text},
    )


def _parse_tags(text: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in text.split())
