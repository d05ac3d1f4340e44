"""How many dispersed flights does RocketPy follow in a second?

RocketPy flies no stages and no spent bodies, so this is the nearest it does: a sounding rocket of
one stage, its ascent and its ballistic fall, 550 s and one body. Its `MonteCarlo` class flies six
degrees of freedom; with `--points` a loop over its flights of three, which that class does not
know. Prints one JSON line.
"""

import argparse
import contextlib
import importlib.metadata
import json
import sys
import tempfile
import warnings
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
from rocketpy import (
    Environment,
    Flight,
    GenericMotor,
    MonteCarlo,
    Rocket,
    StochasticEnvironment,
    StochasticFlight,
    StochasticNoseCone,
    StochasticRocket,
    StochasticTrapezoidalFins,
)
from rocketpy.motors.point_mass_motor import PointMassMotor
from rocketpy.rocket.point_mass_rocket import PointMassRocket
from rocketpy.stochastic.stochastic_generic_motor import StochasticGenericMotor

DRAG = [
    (0.0, 0.30), (0.6, 0.30), (0.9, 0.40), (1.05, 0.55), (1.3, 0.52), (2.0, 0.40), (3.0, 0.32),
    (5.0, 0.26), (8.0, 0.25),
]  # fmt: skip
RADIUS_M, STRUCTURE_KG, MOTOR_KG, PROPELLANT_KG = 0.22, 250.0, 150.0, 1000.0
THRUST_N, BURN_S = 75e3, 32.0
RAIL = {"rail_length": 10.0, "inclination": 85.0, "heading": 90.0}
SD_THRUST, SD_DRAG, SD_WIND, SD_PITCH_DEG = 0.005, 0.10, 1.0, 0.2
TOP_OF_STANDARD_M, TOP_M, SCALE_HEIGHT_M = 79e3, 500e3, 6e3
"""RocketPy's standard ends at 80 km and goes on as a cubic, to negative densities."""
JET_M_S, JET_ALTITUDE_M, JET_DEPTH_M = 30.0, 11_000.0, 6_000.0


def environment(wind_factor: float = 1.0) -> Environment:
    """Return the standard air, continued by an exponential, with a jet of wind."""
    place = {"latitude": 51.884, "longitude": 128.334, "elevation": 0.0}
    standard, env = Environment(**place), Environment(**place)
    height_m = np.arange(0.0, TOP_M, 1000.0)
    inside_m = np.minimum(height_m, TOP_OF_STANDARD_M)
    pressure = np.array([standard.pressure(h) for h in inside_m.tolist()])
    pressure *= np.exp((inside_m - height_m) / SCALE_HEIGHT_M)
    temperature = np.array([standard.temperature(h) for h in inside_m.tolist()])
    wind = JET_M_S * wind_factor * np.exp(-(((height_m - JET_ALTITUDE_M) / JET_DEPTH_M) ** 2))
    env.set_atmospheric_model(
        type="custom_atmosphere",
        pressure=np.column_stack((height_m, pressure)).tolist(),
        temperature=np.column_stack((height_m, temperature)).tolist(),
        wind_u=np.column_stack((height_m, wind)).tolist(),
        wind_v=0.0,
    )
    return env


def monte_carlo(folder: Path) -> MonteCarlo:
    """Return RocketPy's Monte Carlo with six degrees of freedom, ready to run."""
    motor = GenericMotor(
        thrust_source=THRUST_N,
        burn_time=BURN_S,
        chamber_radius=0.2,
        chamber_height=4.0,
        chamber_position=2.0,
        propellant_initial_mass=PROPELLANT_KG,
        nozzle_radius=0.2,
        dry_mass=MOTOR_KG,
        center_of_dry_mass_position=2.0,
        dry_inertia=(300.0, 300.0, 4.0),
    )
    rocket = Rocket(
        radius=RADIUS_M,
        mass=STRUCTURE_KG,
        inertia=(200.0, 200.0, 3.0),
        power_off_drag=DRAG,
        power_on_drag=DRAG,
        center_of_mass_without_motor=6.0,
        coordinate_system_orientation="tail_to_nose",
    )
    rocket.add_motor(motor, position=0.0)
    nose = rocket.add_nose(length=1.2, kind="von karman", position=8.5)
    fins = rocket.add_trapezoidal_fins(n=4, root_chord=1.0, tip_chord=0.5, span=0.5, position=1.0)
    dispersed = StochasticRocket(
        rocket, power_off_drag_factor=(1.0, SD_DRAG), power_on_drag_factor=(1.0, SD_DRAG)
    )
    impulse = THRUST_N * BURN_S
    dispersed.add_motor(
        StochasticGenericMotor(motor, total_impulse=(impulse, SD_THRUST * impulse)), position=0.0
    )
    dispersed.add_nose(StochasticNoseCone(nosecone=nose), position=(8.5, 0.0))
    dispersed.add_trapezoidal_fins(
        StochasticTrapezoidalFins(trapezoidal_fins=fins), position=(1.0, 0.0)
    )
    env = environment()
    planned = Flight(rocket=rocket, environment=env, max_time=1.0, **RAIL)
    return MonteCarlo(
        filename=str(folder / "flights"),
        environment=StochasticEnvironment(env, wind_velocity_x_factor=(1.0, SD_WIND)),
        rocket=dispersed,
        flight=StochasticFlight(planned, inclination=(RAIL["inclination"], SD_PITCH_DEG)),
        export_list=["t_final", "x_impact", "y_impact"],
    )


def points(flights: int) -> list[float]:
    """Return how long flights of a point mass last, one after the other."""
    rng = np.random.default_rng(1)
    lasting = []
    for thrust, drag, wind, pitch in rng.standard_normal((flights, 4)).tolist():
        curve = [(mach, c * (1.0 + SD_DRAG * drag)) for mach, c in DRAG]
        rocket = PointMassRocket(
            radius=RADIUS_M,
            mass=STRUCTURE_KG,
            center_of_mass_without_motor=0.0,
            power_off_drag=curve,
            power_on_drag=curve,
            weathercock_coeff=1.0,
        )
        motor = PointMassMotor(
            thrust_source=THRUST_N * (1.0 + SD_THRUST * thrust),
            dry_mass=MOTOR_KG,
            propellant_initial_mass=PROPELLANT_KG,
            burn_time=BURN_S,
        )
        rocket.add_motor(motor, position=0.0)
        flight = Flight(
            rocket=rocket,
            environment=environment(1.0 + SD_WIND * wind),
            simulation_mode="3 DOF",
            **{**RAIL, "inclination": RAIL["inclination"] + SD_PITCH_DEG * pitch},
        )
        lasting.append(float(flight.t_final))
    return lasting


def measured(options: argparse.Namespace) -> dict[str, Any]:
    """Return the row: CPU time of all that a flight costs, its rocket and air included."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        runs = None if options.points else monte_carlo(Path(folder))
        began_s = process_time()
        if runs is None:
            lasting = points(options.flights)
        else:
            runs.simulate(options.flights)
            lasting = [float(t) for t in runs.results["t_final"]]
        flights_per_s = options.flights / (process_time() - began_s)
    how = "a loop over its flights of a point mass" if options.points else "its MonteCarlo, 6 DOF"
    return {
        "version": importlib.metadata.version("rocketpy"),
        "work": "one stage and its fall",
        "cases": options.flights,
        "trajectories_per_s_per_core": flights_per_s,
        "falls_per_s_per_core": None,
        "mean_flight_s": float(np.mean(lasting)),
        "how": f"{how}; it has no stages: a sounding rocket and its own fall, one body not two",
        "status": "measured",
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Fly RocketPy's Monte Carlo; print a JSON line.")
    parser.add_argument("--flights", type=int, default=20)
    parser.add_argument("--points", action="store_true", help="three degrees of freedom")
    warnings.simplefilter("ignore")
    with contextlib.redirect_stdout(sys.stderr):
        row = measured(parser.parse_args())
    print(json.dumps(row), flush=True)
