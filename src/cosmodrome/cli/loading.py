"""How full is the upper stage? A word, or kilograms, as an option gives it."""

import math
from typing import TYPE_CHECKING, Annotated, TypeAlias, cast

import typer

if TYPE_CHECKING:
    from cosmodrome.ascent.optimise import LoadingPolicy

LoadingWish: TypeAlias = str | float
"""``full``, ``optimal``, ``auto``, or a load of propellant [kg]."""


def capability_loading(text: str) -> LoadingWish:
    """Return the load that a capability is asked for, or refuse the option."""
    return _loading(text, ("full", "optimal"))


def flight_loading(text: str) -> LoadingWish:
    """Return the load that an ascent is asked for, or refuse the option."""
    return _loading(text, ("auto", "full", "optimal"))


FlownLoading = Annotated[
    str,
    typer.Option(
        "--loading",
        metavar="auto|full|optimal|KG",
        callback=flight_loading,
        help="Upper stage: full as rated, optimal for this payload, kilograms of propellant, or "
        "auto: full where that does.",
    ),
]


def _loading(text: str, words: tuple[str, ...]) -> LoadingWish:
    if text in words:
        return text
    try:
        load_kg = float(text)
    except ValueError:
        load_kg = math.nan
    if not (math.isfinite(load_kg) and load_kg > 0.0):
        raise typer.BadParameter(
            f"must be {', '.join(words)} or kilograms of propellant, got {text!r}"
        )
    return load_kg


def asked_load(loading: LoadingWish) -> "LoadingPolicy | float":
    """Return a load as the optimiser takes it; what is left open is full."""
    if isinstance(loading, float):
        return loading
    return cast("LoadingPolicy", "full" if loading == "auto" else str(loading))
