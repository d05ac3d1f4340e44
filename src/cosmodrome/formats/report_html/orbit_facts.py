"""What comes of an injected orbit, each in a few words?"""

from cosmodrome.formats.figures.words import clock, figure, lifetime
from cosmodrome.planning.injected_orbit import InjectedOrbit

SECONDS_PER_MINUTE_S = 60.0
# Names of tolerances, as the manifest has them, in words and with their units.
TOLERANCES = {
    "altitude_km": ("altitude", "km"),
    "perigee_altitude_km": ("perigee", "km"),
    "apogee_altitude_km": ("apogee", "km"),
    "inclination_deg": ("inclination", "°"),
    "argp_deg": ("argument of perigee", "°"),
    "raan_deg": ("node", "°"),
    "ltan_min": ("local time", "min"),
    "ltdn_min": ("local time", "min"),
}


def orbit_facts(orbit: InjectedOrbit) -> list[tuple[str, str]]:
    """Return what is known of an orbit beside its elements, by name."""
    every = (
        ("Plane", _plane(orbit)),
        ("Tolerances", _tolerances(orbit)),
        ("Drift by the Earth's flattening", _drift(orbit)),
        ("Local time of the node", _local_time(orbit)),
        ("Shadow", _shadow(orbit)),
        ("Life in orbit", _decay(orbit)),
    )
    return [(name, words) for name, words in every if words]


def _plane(orbit: InjectedOrbit) -> str:
    plane = orbit.plane
    if plane is None:
        return "free until the lift-off has a second"
    words = []
    if plane.ltan_h is not None:
        words.append(f"local time of the ascending node {clock(plane.ltan_h)}")
    if plane.off_target_deg is not None:
        words.append(f"{figure(plane.off_target_deg, 3)}° from the one asked for")
    return ", ".join(words)


def _tolerances(orbit: InjectedOrbit) -> str:
    if orbit.all_met_probability is None:
        return ""
    each = []
    for odds in orbit.odds:
        name, unit = TOLERANCES[odds.name]
        allowed = f"± {odds.limit:g}{unit if unit == '°' else ' ' + unit}"
        each.append(f"{name} {allowed} {_percent(odds.met_probability)}")
    return f"all met with {_percent(orbit.all_met_probability)} ({', '.join(each)})"


def _drift(orbit: InjectedOrbit) -> str:
    if orbit.drifts is None:
        return ""
    node, perigee = orbit.drifts
    return f"node {figure(node, 3)}° a day, perigee {figure(perigee, 3)}° a day"


def _local_time(orbit: InjectedOrbit) -> str:
    drift = orbit.local_time
    if drift is None:
        return ""
    words = [f"{figure(drift.planned_yearly_min, 1)} min a year as planned"]
    if drift.three_sigma_yearly_min is not None:
        words.append(f"± {figure(drift.three_sigma_yearly_min, 1)} min by injection (3 sigma)")
    if drift.of_sun_first_year_min is not None:
        words.append(f"{figure(drift.of_sun_first_year_min, 1)} min in the first year by the Sun")
    return "; ".join(words)


def _shadow(orbit: InjectedOrbit) -> str:
    if orbit.eclipses is None:
        return ""
    if not orbit.eclipses:
        return "none in the first day"
    longest_min = max(b - a for a, b in orbit.eclipses) / SECONDS_PER_MINUTE_S
    first_s, _ = orbit.eclipses[0]
    return (
        f"{len(orbit.eclipses)} times in the first day, {figure(longest_min, 1)} min at most; "
        f"first at T+{figure(first_s)} s"
    )


def _decay(orbit: InjectedOrbit) -> str:
    decay = orbit.decay
    if decay is None:
        return ""
    source = "assumed for its kind" if decay.is_assumed else "given"
    return (
        f"{lifetime(decay.low_sun_d)} with a quiet Sun, {lifetime(decay.mean_sun_d)} with a mean, "
        f"{lifetime(decay.high_sun_d)} with an active one; {decay.ballistic_coefficient_kg_m2:g} "
        f"kg/m² {source}"
    )


def _percent(probability: float) -> str:
    return f"{figure(100.0 * probability, 1)} %"
