"""Which launches does the page of falls fly, and why may their parts fall elsewhere than told?"""

from dataclasses import dataclass

from cosmodrome.ascent.optimise import LoadingPolicy
from cosmodrome.manifest import TargetOrbit

AIMED_ZONE = "vost-oneweb-fairing-2021-03"


@dataclass(frozen=True, kw_only=True)
class Flight:
    """A launch whose parts are said to have fallen somewhere; `aims` is a part and a zone."""

    name: str
    configuration: str
    complex: str
    orbit: TargetOrbit
    payload_kg: float
    assumed: str
    loading: LoadingPolicy = "full"
    aims: tuple[str, str] | None = None


def _circular(altitude_km: float, inclination_deg: float) -> TargetOrbit:
    return TargetOrbit(
        kind="circular",
        perigee_altitude_km=altitude_km,
        apogee_altitude_km=altitude_km,
        inclination_deg=inclination_deg,
    )


def _elliptic(perigee_km: float, apogee_km: float, inclination_deg: float) -> TargetOrbit:
    return TargetOrbit(
        kind="elliptic",
        perigee_altitude_km=perigee_km,
        apogee_altitude_km=apogee_km,
        inclination_deg=inclination_deg,
    )


def _sun_synchronous(altitude_km: float, ltdn_h: float) -> TargetOrbit:
    return TargetOrbit(
        kind="sun-synchronous",
        perigee_altitude_km=altitude_km,
        apogee_altitude_km=altitude_km,
        ltdn_h=ltdn_h,
    )


ONEWEB = Flight(
    name="oneweb",
    configuration="soyuz-2.1b+fregat",
    complex="vostochny-1s",
    orbit=_circular(450.0, 87.4),
    payload_kg=5814.0,
    assumed="Vostochny, Soyuz-2.1b with Fregat, full tanks, to 450 km, 87.4 deg, 5,814 kg",
)
FLIGHTS = (
    Flight(
        name="sso",
        configuration="soyuz-2.1b+fregat",
        complex="vostochny-1s",
        orbit=_sun_synchronous(830.0, 9.0),
        payload_kg=3000.0,
        assumed="Vostochny, Soyuz-2.1b with Fregat to a sun-synchronous 830 km, 3,000 kg",
    ),
    ONEWEB,
    Flight(
        name="oneweb-aimed",
        configuration=ONEWEB.configuration,
        complex=ONEWEB.complex,
        orbit=ONEWEB.orbit,
        payload_kg=5600.0,
        assumed="the same with 5,600 kg, and a flight shaped so that the fairing reaches its zone",
        aims=("fairing-half", AIMED_ZONE),
    ),
    Flight(
        name="station",
        configuration="soyuz-2.1a",
        complex="baikonur-31-6",
        orbit=_elliptic(193.0, 245.0, 51.66),
        payload_kg=7300.0,
        assumed="Baikonur 31, Soyuz-2.1a to 193 x 245 km, 51.66 deg, 7,300 kg",
    ),
    Flight(
        name="crewed",
        configuration="soyuz-2.1a-crewed",
        complex="baikonur-31-6",
        orbit=_elliptic(200.0, 242.0, 51.66),
        payload_kg=7150.0,
        assumed="Baikonur 31, crewed Soyuz-2.1a to 200 x 242 km, 51.66 deg, 7,150 kg",
    ),
    Flight(
        name="resurs",
        configuration="soyuz-2.1b",
        complex="baikonur-31-6",
        orbit=_elliptic(190.0, 470.0, 97.3),
        payload_kg=6000.0,
        assumed="Baikonur 31, Soyuz-2.1b to 190 x 470 km, 97.3 deg, 6,000 kg (Resurs-P)",
    ),
    Flight(
        name="glonass",
        configuration="soyuz-2.1b+fregat",
        complex="plesetsk-43",
        orbit=_circular(19130.0, 64.8),
        payload_kg=1415.0,
        loading="optimal",
        assumed="Plesetsk 43, Soyuz-2.1b with Fregat to 19,130 km, 64.8 deg, 1,415 kg",
    ),
    Flight(
        name="angara",
        configuration="angara-a5+briz-m",
        complex="plesetsk-35",
        orbit=_circular(1000.0, 63.0),
        payload_kg=4000.0,
        loading="optimal",
        assumed="Plesetsk 35, Angara-A5 with Briz-M to 1,000 km, 63 deg, 4,000 kg, a stand-in for "
        "the flight of 23 December 2014 to a geostationary orbit",
    ),
    Flight(
        name="pslv-c47",
        configuration="pslv-xl",
        complex="sriharikota-flp",
        orbit=_sun_synchronous(509.0, 9.5),
        payload_kg=1625.0,
        assumed="Sriharikota, PSLV-XL to a sun-synchronous 509 km, 1,625 kg (C47, Cartosat-3)",
    ),
    Flight(
        name="galaxy",
        configuration="falcon9-b5",
        complex="cape-slc40",
        orbit=TargetOrbit(
            kind="geostationary-transfer",
            perigee_altitude_km=200.0,
            apogee_altitude_km=35786.0,
            inclination_deg=27.0,
        ),
        payload_kg=6600.0,
        assumed="Cape Canaveral 40, Falcon 9 expended to 200 x 35,786 km, 27 deg, 6,600 kg "
        "(Galaxy 31 and 32, by the window of the notice)",
    ),
)

CALIBRATED = "ballistic coefficient of the boosters calibrated on this zone: no evidence"
PAYLOAD_ALONE = "ours flies for payload alone"
SHED_BY_HEAT = "the fairing leaves as soon as the heat flux allows, the flown one later"
REASONS = {
    ("sso", "vost-rp981"): CALIBRATED,
    ("sso", "vost-rp985"): "the town of Vilyuysk stands for the centre of the zone",
    ("oneweb", AIMED_ZONE): "the flown programme is shaped for this zone; " + PAYLOAD_ALONE,
    ("oneweb-aimed", AIMED_ZONE): "aimed at this zone: no evidence",
    ("station", "baik-altai-core"): "a village stands for a district; " + PAYLOAD_ALONE,
    ("crewed", "baik-altai-core"): "a village stands for a district",
    ("resurs", "baik-rp401"): "a ridge stands for the centre; payload and orbit are guessed",
    ("glonass", "ples-vashka"): "a village stands for a district",
    (
        "glonass",
        "ples-zheleznodorozhny",
    ): "the zone lies 18 deg off this route: another inclination "
    "flies over it; and a village stands for two districts",
    ("angara", "ples-tomsk-core"): "a region stands for the zone; payload and orbit are a "
    "stand-in, and our core burns longer",
    ("angara", "ples-tomsk-fairing"): "as the core: it leaves within seconds of it",
    ("pslv-c47", "pslv-c47-strap-ons"): "thrust curve and pitch-over are estimates",
    ("pslv-c47", "pslv-c47-air-lit-strap-ons"): "thrust curve and pitch-over are estimates",
    ("pslv-c47", "pslv-c47-ps1"): "thrust curve and pitch-over are estimates",
    ("pslv-c47", "pslv-c47-heat-shield"): SHED_BY_HEAT + ", after the dog-leg",
    ("pslv-c47", "pslv-c47-ps2"): "the dog-leg is turned as is best for payload",
    ("pslv-c47", "pslv-c47-ps3"): "a stage near orbital speed: 1 % of thrust is hundreds of km",
    ("galaxy", "navarea-iv-1177-22-stage"): "one area for stage and fairing",
    ("galaxy", "navarea-iv-1177-22-fairing"): "one area for stage and fairing; ours keeps the "
    "fairing for the heat flux",
}
OTHER_ROCKET = (
    "not explained: accounts of crewed flights give 350 km, as ours; perhaps a zone of earlier "
    "rockets"
)
for _flight in ("station", "crewed"):
    for _zone in ("baik-yu24-15", "baik-yu24-25"):
        REASONS[(_flight, _zone)] = OTHER_ROCKET
