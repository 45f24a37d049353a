"""Drawing sessions of nine invented workshop groups, and the risk areas they drew."""

from __future__ import annotations

from random import Random

from data.demo.curves import make_blob
from data.demo.geojson import LayerFeature
from data.demo.projection import RANDOM_SEED, parse_points

# code | held on | age band | participants | moment | facilitator's role
SESSIONS_TABLE = """
S1|2026-03-08|30-59|8|always|network_member
S2|2026-03-15|18-29|7|night|network_member
S3|2026-04-12|60-77|6|day|community_leader
S4|2026-05-10|13-17|9|day|teacher
S5|2026-06-21|13-77|8|always|network_member
S6|2026-07-19|18-29|6|night|health_promoter
S7|2026-08-16|30-59|7|night|network_member
S8|2026-10-11|13-17|6|always|teacher
S9|2026-11-14|60-77|7|always|network_member
"""

# session | category | severity | holds | middle x,y | half length, half width, rotation | note
RISK_AREAS_TABLE = """
S1|lonely_path|4|always|476,136|60,40,-14|La vereda del río no tiene casas cerca y el matorral tapa la vista.
S2|poor_lighting|4|night|490,134|54,34,-20|No hay lámparas en toda la vereda del río.
S5|lonely_path|4|always|464,146|52,36,-4|La vereda del río queda sola desde la curva hasta el puente.
S7|poor_lighting|3|night|500,126|52,32,-26|La vereda del río queda oscura a partir de las seis.
S8|lonely_path|3|day|482,138|46,28,-16|Por la vereda del río casi nadie pasa a media mañana.
S1|lonely_path|5|always|952,232|98,52,34|El cafetal cierra la vereda por los dos lados y no hay salida.
S4|lonely_path|4|day|972,248|84,44,34|En la vereda del cafetal no se ve quién viene.
S6|abandoned_place|5|night|930,222|74,48,40|El beneficio viejo junto a la vereda está abandonado y sin luz.
S7|lonely_path|5|night|960,240|88,40,34|La vereda del cafetal es estrecha y no tiene luz.
S9|dangerous_crossing|3|always|684,26|74,40,12|El puente es angosto, sin acera y con la baranda rota.
S2|drinking_place|4|night|-478,-512|62,54,20|Hay dos cantinas en la esquina de la Calle Vieja.
S3|drinking_place|4|always|-492,-528|56,48,-15|La esquina de la Calle Vieja se llena los días de pago.
S5|harassment_spot|3|always|-466,-500|60,46,40|La acera frente a las cantinas obliga a caminar por la calle.
S4|harassment_spot|2|day|-450,60|30,66,6|A la salida de la escuela la calle se llena de motos.
S3|bus_stop|1|day|-705,-246|58,34,8|La parada no tiene techo ni banca.
S6|bus_stop|2|night|1405,152|56,34,18|La parada de la colonia queda sin luz de noche.
S8|abandoned_place|3|always|408,-362|60,48,-20|El molino viejo tiene el lote abierto y con monte.
S1|armed_presence|4|night|1560,-255|78,52,10|Al final del Pasaje Tres hay un punto que se evita de noche.
S5|river|3|always|1352,-600|70,48,-40|El paso de la quebrada se crece con la lluvia y no tiene puente.
S6|construction_site|2|always|150,660|58,42,15|La obra detenida dejó zanjas abiertas junto al pasaje.
S9|party_area|2|night|-120,628|60,48,30|El predio de la feria queda oscuro cuando hay fiesta.
S7|poor_lighting|2|night|-965,628|84,52,-45|La calle a Loma Alta no tiene lámparas en la subida.
S2|poor_lighting|3|night|200,-545|66,44,-10|Las lámparas de la Calle El Conacaste están quemadas.
S8|other|1|always|-1700,-275|72,46,-35|Perros sueltos en la entrada de El Amate.
"""  # noqa: E501 -- one area a row, as a table


def list_sessions() -> list[dict[str, object]]:
    """
    List the drawing sessions.

    Returns
    -------
    sessions
        By code; all with consent; without names.
    """
    return [_parse_session(row) for row in SESSIONS_TABLE.strip().splitlines()]


def _parse_session(row: str) -> dict[str, object]:
    code, held_on, age_band, participants, moment, role = row.split("|")
    return {
        "code": code,
        "held_on": held_on,
        "age_band": age_band,
        "participants": int(participants),
        "moment": moment,
        "facilitator_role": role,
        "consent": True,
    }


def make_risk_areas() -> list[LayerFeature]:
    """
    Draw the risk areas.

    Returns
    -------
    areas
        In the order of the table; three places were drawn by three to five groups.
    """
    rng = Random(RANDOM_SEED + 2)
    return [_make_risk_area(rng, row) for row in RISK_AREAS_TABLE.strip().splitlines()]


def _make_risk_area(rng: Random, row: str) -> LayerFeature:
    session, category, severity, holds, centre, half_axes_text, note = row.split("|")
    x, y = parse_points(centre)[0]
    length, width, rotation = (float(number) for number in half_axes_text.split(","))
    line = make_blob(
        rng, center=(x, y), half_axes=(length, width, rotation), wobble=0.13, corners=8
    )
    properties: dict[str, object] = {
        "category": category,
        "severity": int(severity),
        "holds": holds,
        "note": note,
        "session": session,
    }
    return LayerFeature(line, properties)
