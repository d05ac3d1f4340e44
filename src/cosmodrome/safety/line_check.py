"""How does a planned flight, with its dispersions, keep the lines of its site?"""

from cosmodrome.flight.profile import FlightProfile
from cosmodrome.flight.programme import fly_cases
from cosmodrome.flight.trajectory import Trajectory
from cosmodrome.safety.dispersion import draw_cases
from cosmodrome.safety.flight_lines import FlightLines, LineMargin, line_margins
from cosmodrome.safety.impact_trace import flight_states, vacuum_trace
from cosmodrome.safety.monte_carlo import FallStudy
from cosmodrome.safety.tangent import TangentPlane
from cosmodrome.safety.trace_spread import TraceSpread, trace_spread
from cosmodrome.safety.weather import air_column
from cosmodrome.safety.zones import flown_inclination_deg

DEFAULT_CASES = 512
"""Of so many flights a standard deviation is known to 3 %."""


def check_lines(
    profile: FlightProfile,
    trajectory: Trajectory,
    lines: FlightLines,
    *,
    spread: TraceSpread | None = None,
) -> tuple[LineMargin, ...]:
    """Return how the vacuum impact trace of a flight keeps the lines that serve its inclination.

    Parameters
    ----------
    profile, trajectory : FlightProfile, Trajectory
        The planned flight.
    lines : FlightLines
        All those of the site.
    spread : TraceSpread, optional
        From `dispersed_spread`; without it margins have no standard deviations.
    """
    return line_margins(
        vacuum_trace(flight_states(trajectory)),
        lines.serving(flown_inclination_deg(trajectory)),
        pad=TangentPlane(latitude_deg=profile.latitude_deg, longitude_deg=profile.longitude_deg),
        spread=spread,
    )


def dispersed_spread(
    study: FallStudy, *, seed: int, cases: int = DEFAULT_CASES
) -> TraceSpread | None:
    """Return how dispersed flights of a study scatter the impact point across its way.

    None where nothing separates before the guided last stage is cut off: no dispersed flight is
    flown then.
    """
    if study.programme is None:
        return None
    draws = draw_cases(
        study.vehicle,
        study.programme.stages,
        study.weather.over_pad,
        plan="sobol",
        seed=seed,
        first_case=0,
        cases=cases,
    )
    separated, _ = fly_cases(study.programme, draws.cases, air_column(study.weather.over_pad))
    return trace_spread(separated)
