"""Streets of the village: a table with one row a street, points in metres from the plaza."""

from __future__ import annotations

from dataclasses import dataclass

from data.demo.curves import concatenate_pieces, interpolate_curve
from data.demo.projection import Coordinates, parse_points

# The main road is one curve, split at its points into roads of different names.
MAIN_ROAD_POINTS = (
    "-3080,-1030 -2680,-910 -2300,-760 -1900,-640 -1500,-440 -1120,-310 -780,-255 -430,-205 "
    "-130,-122 130,-78 400,-38 632,14 736,36 990,70 1240,100 1560,215 1900,365 2250,432 "
    "2600,480 3080,640"
)
MAIN_PARTS = (  # name, first and last point of the part, bridge, lit, metres between houses
    ("Carretera a Las Pilas", 0, 5, False, "no", 108.0),
    ("Calle Real", 5, 11, False, "yes", 40.0),
    ("Calle Real", 11, 12, True, "no", 0.0),
    ("Calle Real", 12, 14, False, "yes", 52.0),
    ("Carretera a Los Encuentros", 14, 19, False, "no", 77.0),
)

# name | highway | lit | surface | metres between houses (0: none) | points
STREETS_TABLE = """
Avenida Central|residential|yes|paving_stones|35|-20,-688 -72,-480 -62,-300 -97,-112 -90,-20 -102,75 -122,200 -104,388
Avenida Los Almendros|residential|yes|paving_stones|35|66,350 108,215 80,92 84,0 88,-85 116,-220 94,-350 138,-490 120,-640
Calle de la Iglesia|residential|yes|paving_stones|35|-624,20 -430,34 -262,58 -100,78 60,92 200,124 334,112
Calle La Loma|residential|yes|paving_stones|40|-560,-224 -628,-60 -612,120 -545,290 -405,402 -245,432 -104,392 60,352 212,300 302,205 338,85 322,-50
Calle El Conacaste|residential|no|unpaved|42|-560,-224 -548,-380 -475,-520 -335,-600 -190,-652 -24,-690 120,-642 252,-560 312,-430 288,-270 312,-150 322,-50
Calle del Mercado|residential|yes|paving_stones|35|-550,-335 -400,-345 -235,-305 -62,-312 105,-288 290,-262
Calle El Calvario|residential|no|unpaved|40|-475,-520 -330,-482 -195,-452 -70,-478 136,-470 308,-446
Calle Las Flores|residential|yes|paving_stones|38|-268,-165 -240,-300 -206,-440 -190,-652
Avenida La Ceiba|residential|yes|paving_stones|38|-296,-175 -272,-60 -264,58 -298,180 -256,300 -245,432
Calle de la Escuela|residential|yes|paving_stones|40|-432,-205 -446,-90 -428,34 -456,150 -408,280 -405,402
Gradas del Calvario|steps|no|concrete|0|-336,-482 -352,-415 -342,-340
Pasaje El Jocote|service|no|unpaved|38|246,356 345,385 425,440 462,525 450,600
Calle del Tamarindo|residential|yes|paving_stones|40|212,300 272,400 290,500 372,605 448,700 440,830 505,930
Pasaje La Pila|service|no|unpaved|38|-256,300 -180,270 -118,285
Pasaje Los Lirios|service|no|unpaved|38|-114,168 -10,196 104,205
Pasaje San Rafael|service|no|unpaved|38|-545,215 -500,205 -450,190
Calle La Ermita|residential|yes|unpaved|42|-104,392 -152,500 -112,620 -140,760 -196,880 -240,1000
Pasaje El Naranjo|service|no|unpaved|40|-122,660 10,640 110,690 190,780 180,880
Pasaje Las Pacayas|service|no|unpaved|42|-140,560 -260,590 -360,560 -450,620 -520,730
Calle El Molino|residential|yes|paving_stones|38|430,-32 424,-160 384,-300 404,-420 340,-510 252,-560
Pasaje del Río|service|no|unpaved|38|410,-205 492,-232 548,-300 540,-395
Calle Vieja|residential|no|unpaved|45|-475,-520 -560,-620 -604,-740 -700,-850 -820,-930 -905,-1040
Calle El Izote|residential|no|unpaved|45|-560,-620 -690,-610 -800,-655 -930,-640
Calle El Maquilishuat|residential|no|unpaved|45|-624,20 -765,62 -900,25 -1030,-90 -1120,-310
Pasaje San Marcos|service|no|unpaved|42|-780,-255 -804,-380 -765,-500 -800,-655
Calle Ojo de Agua|residential|no|unpaved|45|-780,-255 -796,-120 -765,62 -806,200 -770,330 -690,402
Calle a Loma Alta|unclassified|no|unpaved|60|-545,290 -690,402 -845,480 -965,625 -1125,760 -1255,930 -1385,1080 -1500,1250 -1625,1410 -1690,1600
Camino a El Zapote|track|no|dirt|91|-240,1000 -165,1130 -60,1260 40,1420 125,1590 205,1770 335,1920
Camino a La Vega|unclassified|no|unpaved|52|-24,-690 -8,-810 36,-920
Camino a La Vega|track|no|dirt|0|36,-920 25,-1100 98,-1270 118,-1440 180,-1590 222,-1750
Camino a El Amate|unclassified|no|unpaved|49|-1500,-440 -1625,-310 -1765,-240 -1900,-110 -2050,-65 -2200,60 -2290,210
Calle del Pozo|track|no|dirt|49|-1900,-640 -1985,-500 -1960,-330 -1900,-110
Calle del Trapiche|track|no|dirt|52|-1900,-640 -1852,-800 -1925,-950 -1850,-1110
Pasaje El Guayabo|service|no|dirt|49|-1960,-330 -2080,-310 -2180,-370 -2300,-330
Pasaje La Cumbre|service|no|dirt|49|-1385,1080 -1250,1170 -1155,1290 -1185,1430
Pasaje El Mirador|service|no|dirt|49|-1500,1250 -1640,1215 -1780,1275 -1900,1230
Pasaje Los Cedros|service|no|dirt|49|125,1590 260,1555 390,1600 500,1550
Pasaje La Poza|service|no|dirt|49|205,1770 60,1845 -60,1815 -160,1880
Vereda de La Vega|path|no|dirt|90.0|180,-1590 282,-1632 338,-1715 402,-1730
Vereda del Amate|path|no|dirt|0|-2050,-65 -2005,150 -1905,350 -1850,600 -1750,800 -1655,1000 -1500,1250
Vereda de la Loma|path|no|dirt|0|-1185,1430 -950,1495 -700,1445 -450,1540 -200,1490 40,1420
Vereda del Guarumo|path|no|dirt|0|505,930 560,1060 522,1200 562,1350 500,1550
Vereda del Bajío|path|no|dirt|0|-905,-1040 -760,-1150 -560,-1185 -350,-1300 -150,-1350 98,-1270
Vereda del Trapiche|path|no|dirt|0|-905,-1040 -1150,-1085 -1400,-985 -1620,-900 -1852,-800
Vereda del Río|path|no|dirt|0|333,122 405,150 480,142 552,100 598,52 618,14
Vereda del Cafetal|path|no|dirt|0|748,40 815,122 905,205 1010,272 1110,352 1190,404 1270,440
Calle a la Unidad|residential|yes|paving_stones|45|1180,92 1176,230 1192,338 1270,440 1400,512 1550,572 1720,612 1880,715 1965,850
Calle Las Palmas|residential|no|unpaved|40|1270,440 1380,370 1485,345 1596,345
Pasaje La Unión|residential|yes|unpaved|40|1550,572 1570,450 1596,345 1604,240
Calle Principal|residential|yes|paving_stones|35|1180,92 1192,-40 1164,-165 1124,-300 1180,-420 1275,-505
Calle La Esperanza|residential|no|unpaved|35|1415,158 1436,20 1442,-115 1402,-245 1325,-335 1180,-420
Avenida El Progreso|residential|no|unpaved|38|1604,240 1655,40 1662,-110 1605,-252 1508,-370 1420,-440 1275,-505
Pasaje Uno|service|yes|unpaved|35|1190,-30 1310,-8 1436,14 1560,4 1658,30
Pasaje Dos|service|no|unpaved|35|1166,-155 1290,-138 1442,-118 1560,-142 1662,-108
Pasaje Tres|service|no|unpaved|35|1126,-292 1250,-262 1398,-252 1500,-282 1602,-252
Pasaje Los Izotes|residential|no|unpaved|38|990,70 1004,-60 962,-180 1004,-285 1124,-300
Pasaje El Nance|service|no|unpaved|38|1000,-72 1095,-52 1192,-44
Camino a El Mango|track|no|dirt|70.0|1275,-505 1352,-600 1480,-720 1622,-860 1700,-1020 1815,-1150 1900,-1300 2030,-1440 2105,-1620
Pasaje La Ceibita|service|no|dirt|47|1815,-1150 1975,-1118 2110,-1180 2240,-1150
Pasaje El Aguacate|service|no|dirt|47|1900,-1300 1785,-1395 1680,-1375 1560,-1450
Vereda del Mango|path|no|dirt|0|2240,-1150 2300,-950 2275,-700 2380,-480 2345,-200 2420,50 2372,250 2250,432
Calle El Cruce|residential|no|unpaved|56|2250,432 2305,580 2282,720 2385,850
Pasaje La Milpa|service|no|dirt|46|2600,480 2560,330 2642,200 2602,60
Calle Los Encuentros|residential|no|unpaved|56|2305,580 2450,618 2610,600 2730,660
Pasaje Corto|service|no|dirt|46|2600,480 2622,540 2610,600
Camino a Agua Fría|path|no|dirt|0|1965,850 1850,1020 1705,1130 1600,1300
Camino a Agua Fría|track|no|dirt|60|1600,1300 1455,1420 1400,1570 1470,1690
"""  # noqa: E501 -- one street a row, as a table


@dataclass(frozen=True)
class Street:
    """A street; `house_spacing_m`: metres between houses, 0 for none."""

    name: str
    kind: str
    coordinates: Coordinates
    lit: str
    surface: str
    house_spacing_m: float
    bridge: bool = False


def make_streets() -> list[Street]:
    """
    Build every street, the main road first.

    Returns
    -------
    streets
        In the order of the table, not yet joined: they cross without a common vertex.
    """
    return _make_main_road() + [_make_street(row) for row in STREETS_TABLE.strip().splitlines()]


def _make_main_road() -> list[Street]:
    pieces = interpolate_curve(parse_points(MAIN_ROAD_POINTS))
    return [
        Street(
            name,
            "secondary",
            concatenate_pieces(pieces[first:last]),
            lit,
            "asphalt",
            spacing,
            bridge,
        )
        for name, first, last, bridge, lit, spacing in MAIN_PARTS
    ]


def _make_street(row: str) -> Street:
    name, kind, lit, surface, spacing, knots = row.split("|")
    return Street(
        name,
        kind,
        concatenate_pieces(interpolate_curve(parse_points(knots))),
        lit,
        surface,
        float(spacing),
    )
