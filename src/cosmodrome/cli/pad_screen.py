"""How does the terminal tell what threatens people about a pad, and who must leave?"""

from typing import TYPE_CHECKING

from cosmodrome.cli.screen import figure, print_table, say

if TYPE_CHECKING:
    from cosmodrome.safety.pad_hazard import PadHazard, PadRing


def print_pad_hazard(hazard: "PadHazard") -> None:
    """Write the rings about a pad as a table; what they rest on, and leave out, in words."""
    print_table(
        f"{hazard.complex}: {hazard.configuration} loaded, {figure(hazard.tnt_kg)} kg of TNT",
        ("Danger", "~To", ">Radius m", ">Sector deg", "~Who leaves", ">People known"),
        [
            (
                ring.kind,
                ring.what,
                ("over " if ring.beyond_model else "") + figure(ring.radius_m),
                _sector(ring),
                ", ".join(ring.inside),
                figure(ring.people) if ring.people else "",
            )
            for ring in hazard.rings
        ],
    )
    for clearance in hazard.clearances:
        say(
            f"published: {clearance.name}, {figure(clearance.distance_m)} m from the pad: "
            f"{clearance.note}"
        )
    if hazard.unknown_propellant_kg > 0.0:
        say(
            f"{figure(hazard.unknown_propellant_kg)} kg of a propellant that the catalogue does "
            "not know are not counted",
            state="CAUTION",
        )


def _sector(ring: "PadRing") -> str:
    """Return the bearings between which a sector lies, clockwise; nothing for a circle."""
    if ring.downwind_deg is None or ring.half_angle_deg is None:
        return ""
    first, last = ((ring.downwind_deg + side * ring.half_angle_deg) % 360.0 for side in (-1.0, 1.0))
    return f"{first:.0f} to {last:.0f}"
