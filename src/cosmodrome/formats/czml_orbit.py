"""How do the first orbits look on a globe, and who sees the spacecraft when?"""

from collections.abc import Iterator, Sequence

from cosmodrome.formats.czml_parts import (
    Packet,
    dot,
    flown_position,
    label,
    place,
    solid,
    span,
)
from cosmodrome.formats.instants import iso_utc
from cosmodrome.formats.marks import ORBIT, STATION
from cosmodrome.formats.subject import Subject
from cosmodrome.orbit.ephemeris import Ephemeris
from cosmodrome.orbit.visibility import Pass
from cosmodrome.spaceport.ground_station import GroundStation

TRAIL_S = 6000.0
"""How much of the path is drawn behind the spacecraft: about a revolution of a low orbit."""


def orbit_packets(
    subject: Subject, *, stations: Sequence[GroundStation] = (), passes: Sequence[Pass] = ()
) -> Iterator[Packet]:
    """Yield the spacecraft on its first orbits, stations, and a line for every pass.

    Parameters
    ----------
    subject : Subject
        Without predicted orbits nothing is yielded.
    stations : sequence of GroundStation
        All are shown, whether they see it or not.
    passes : sequence of Pass
        Of these stations, times after lift-off; those that begin within the orbits shown.
    """
    orbits = subject.predicted.first_orbits if subject.predicted else None
    if orbits is None:
        return
    yield _spacecraft(subject, orbits)
    for station in stations:
        yield _station(station)
    shown = {station.id: station for station in stations}
    inside = [p for p in passes if p.station in shown and _is_shown(p, orbits)]
    for number, each in enumerate(inside, start=1):
        yield _pass(subject, each, shown[each.station], number, orbits)


def _is_shown(each: Pass, orbits: Ephemeris) -> bool:
    return orbits.first_s < each.set.t_s and each.rise.t_s < orbits.last_s


def _spacecraft(subject: Subject, orbits: Ephemeris) -> Packet:
    r_ecef_m, _ = orbits.ecef_at(orbits.t_s)
    return {
        "id": f"spacecraft/{subject.id}",
        "name": subject.name,
        "description": f"First orbits, predicted. {subject.epoch.remark}",
        "availability": span(subject.epoch, orbits.first_s, orbits.last_s),
        "position": flown_position(subject.epoch, orbits.t_s, r_ecef_m),
        "path": {
            "leadTime": 0,
            "trailTime": TRAIL_S,
            "width": 2,
            "resolution": 60,
            "material": solid(ORBIT),
        },
        "point": dot(ORBIT),
        "label": label(subject.name),
    }


def _station(station: GroundStation) -> Packet:
    return {
        "id": f"station/{station.id}",
        "name": station.name,
        "position": place(station.longitude_deg, station.latitude_deg, station.altitude_m),
        "point": dot(STATION),
        "label": label(station.name),
    }


def _pass(
    subject: Subject, each: Pass, station: GroundStation, number: int, orbits: Ephemeris
) -> Packet:
    top = each.culmination
    rises_s, sets_s = max(each.rise.t_s, orbits.first_s), min(each.set.t_s, orbits.last_s)
    return {
        "id": f"pass/{number}",
        "name": f"{station.name} sees {subject.name}",
        "description": (
            f"Up to {top.elevation_deg:.1f} deg over the horizon at "
            f"{iso_utc(subject.epoch.after(top.t_s))}"
            + ("" if subject.epoch.fixed else " counted from the reference epoch")
        ),
        "availability": span(subject.epoch, rises_s, sets_s),
        "polyline": {
            "positions": {
                "references": [
                    f"station/{station.id}#position",
                    f"spacecraft/{subject.id}#position",
                ]
            },
            "arcType": "NONE",
            "width": 1,
            "material": solid(STATION, alpha=180),
        },
    }
