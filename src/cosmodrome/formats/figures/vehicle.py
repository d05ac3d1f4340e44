"""What flies? The vehicle to scale, lying nose right as it travels by rail."""

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass

from cosmodrome.ascent.optimise import Ascent
from cosmodrome.formats.figures.labels import LINE_HEIGHT
from cosmodrome.formats.figures.silhouette import Silhouette, StackedPart, StrapOn, silhouette
from cosmodrome.formats.figures.svg import Drawing, Px
from cosmodrome.formats.figures.words import Quantity, elapsed, figure
from cosmodrome.vehicles import Configuration

WIDTH: Px = 1010.0
LEFT: Px = 30.0
STERN_ROOM: Px = 214.0
LABELS_HEIGHT: Px = 70.0
TALLEST: Px = 108.0
# Joints between these lengths are drawn as an open frame, longer ones as a shell.
OPEN_FRAME_M = (0.05, 2.0)
STAGE_NAMES = {"booster": "Booster", "core": "Core", "stage-3": "Third stage"}

# Tells whether the figure of a catalogue leaf ("stage.core.length_m") is an estimate.
Estimated = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Place:
    """Where metres of the vehicle lie on the drawing."""

    per_m: Px
    axis: Px

    def x(self, station_m: float) -> Px:
        """Return the place of a station along the axis."""
        return LEFT + station_m * self.per_m

    def y(self, offset_m: float) -> Px:
        """Return the place of an offset, up positive."""
        return self.axis - offset_m * self.per_m


@dataclass(frozen=True, slots=True)
class Caption:
    """What is said about a part, and where its leader ends."""

    role: str
    lines: tuple[str, ...]
    station_m: float
    offset_m: float


def _metres(value: Quantity, *, is_estimate: bool) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return f"[{text}]" if is_estimate else text


def _bells(drawing: Drawing, place: Place, *, tail_m: float, half_m: float, chambers: int) -> None:
    """Draw nozzles at a tail as they show from the side: two of four, one of one."""
    visible = (0.5, -0.5) if chambers > 1 else (0.0,) if chambers == 1 else ()
    size_m = half_m * (0.34 if chambers > 1 else 0.55)
    for share in visible:
        y_m = share * half_m
        drawing.polyline(
            (
                (place.x(tail_m), place.y(y_m + size_m * 0.5)),
                (place.x(tail_m - size_m * 1.8), place.y(y_m + size_m)),
                (place.x(tail_m - size_m * 1.8), place.y(y_m - size_m)),
                (place.x(tail_m), place.y(y_m - size_m * 0.5)),
            ),
            "outline bell",
            closed=True,
        )


def _draw_body(drawing: Drawing, place: Place, part: StackedPart, cls: str) -> None:
    upper = [(place.x(s), place.y(r)) for s, r in part.outline_m]
    lower = [(place.x(s), place.y(-r)) for s, r in reversed(part.outline_m)]
    drawing.polyline(upper + lower, cls, closed=True)


def _draw_strap_on(drawing: Drawing, place: Place, strap_on: StrapOn, angle_rad: float) -> None:
    """Draw one strap-on at an angle about the axis, as it shows from the side."""
    across = math.cos(angle_rad)
    near, far = [], []
    for s, inner_m, outer_m in strap_on.edges_m:
        middle_m, half_m = across * (inner_m + outer_m) / 2.0, (outer_m - inner_m) / 2.0
        near.append((place.x(s), place.y(middle_m + half_m)))
        far.append((place.x(s), place.y(middle_m - half_m)))
    first = strap_on.edges_m[0]
    middle_m = across * (first[1] + first[2]) / 2.0
    _bells(
        drawing,
        Place(place.per_m, place.y(middle_m)),
        tail_m=0.0,
        half_m=(first[2] - first[1]) / 2.0,
        chambers=strap_on.chambers,
    )
    drawing.polyline(near + far[::-1], "sf-booster", closed=True)


def _angles(count: int) -> list[float]:
    """Return the angles of strap-ons about the axis, 0 being up."""
    return [2.0 * math.pi * i / count for i in range(count)]


def _draw_strap_ons(drawing: Drawing, place: Place, shape: Silhouette, *, near: bool) -> None:
    """Draw the strap-ons behind the axis, or those at its side and before it."""
    for strap_on in shape.strap_ons:
        for angle_rad in sorted(_angles(strap_on.count), key=math.sin):
            if (math.sin(angle_rad) > -1e-9) == near:
                _draw_strap_on(drawing, place, strap_on, angle_rad)


def _draw_side(drawing: Drawing, place: Place, shape: Silhouette) -> None:
    """Draw the side view."""
    _draw_strap_ons(drawing, place, shape, near=False)
    core = shape.stack[0]
    _bells(drawing, place, tail_m=0.0, half_m=core.outline_m[0][1], chambers=core.chambers)
    for part in shape.stack[1:-1]:
        if part.chambers and shape.joint_m > OPEN_FRAME_M[0]:
            _bells(drawing, place, tail_m=part.begin_m, half_m=part.diameter_m * 0.35, chambers=2)
    _draw_joints(drawing, place, shape)
    for part in shape.stack:
        _draw_body(drawing, place, part, f"sf-{part.role}")
    _draw_strap_ons(drawing, place, shape, near=True)
    if shape.upper_stage:
        _draw_body(drawing, place, shape.upper_stage, "sf-upper hid")
    nose = shape.stack[-1]
    drawing.line(place.x(nose.begin_m), place.axis, place.x(nose.end_m), place.axis, "hair dash")
    drawing.line(place.x(-1.6), place.axis, place.x(shape.length_m + 1.6), place.axis, "axis")


def _draw_joints(drawing: Drawing, place: Place, shape: Silhouette) -> None:
    """Draw what the catalogue leaves open between stages: a frame where short, else a shell."""
    low_m, high_m = OPEN_FRAME_M
    for lower, upper in itertools.pairwise(shape.stack):
        length_m = upper.begin_m - lower.end_m
        if length_m < low_m:
            continue
        r1, r2 = lower.outline_m[-1][1], upper.outline_m[0][1]
        x1, x2 = place.x(lower.end_m), place.x(upper.begin_m)
        if length_m > high_m:
            corners = ((x1, place.y(r1)), (x2, place.y(r2)), (x2, place.y(-r2)), (x1, place.y(-r1)))
            drawing.polyline(corners, "outline", closed=True)
            continue
        for sign in (1.0, -1.0):
            drawing.line(x1, place.y(sign * r1), x2, place.y(-sign * r2), "hair ink")
            drawing.line(x1, place.y(sign * r1), x2, place.y(sign * r2), "thin")


def _draw_stern(drawing: Drawing, place: Place, shape: Silhouette, x: Px) -> None:
    """Draw the view from astern, on the same scale."""
    per_m, y = place.per_m, place.axis
    for strap_on in shape.strap_ons:
        _, inner_m, outer_m = strap_on.edges_m[0]
        for angle_rad in _angles(strap_on.count):
            away = (inner_m + outer_m) / 2.0 * per_m
            cx, cy = x + away * math.sin(angle_rad), y - away * math.cos(angle_rad)
            drawing.circle(cx, cy, strap_on.diameter_m / 2.0 * per_m, "sf-booster")
            _draw_nozzles(
                drawing, cx, cy, radius=strap_on.diameter_m / 2.0 * per_m, n=strap_on.chambers
            )
    core = shape.stack[0]
    tail = core.outline_m[0][1] * per_m
    drawing.circle(x, y, tail, "sf-core")
    _draw_nozzles(drawing, x, y, radius=tail, n=core.chambers)
    drawing.circle(x, y, shape.stack[-1].diameter_m / 2.0 * per_m, "hair ink dash")
    reach = (shape.half_span_m + 0.7) * per_m
    drawing.line(x - reach, y, x + reach, y, "axis")
    drawing.line(x, y - reach, x, y + reach, "axis")


def _draw_nozzles(drawing: Drawing, x: Px, y: Px, *, radius: Px, n: int) -> None:
    if n == 1:
        drawing.circle(x, y, radius * 0.5, "outline bell")
    for i in range(n if n > 1 else 0):
        angle_rad = math.pi / 4.0 + 2.0 * math.pi * i / n
        drawing.circle(
            x + radius * 0.52 * math.sin(angle_rad),
            y - radius * 0.52 * math.cos(angle_rad),
            radius * 0.28,
            "outline bell",
        )


def _captions(configuration: Configuration, shape: Silhouette, ascent: Ascent) -> list[Caption]:
    """Return what is said about each part, from tail to nose."""
    vehicle = configuration.vehicle
    captions = []
    for strap_on in shape.strap_ons:
        stage = vehicle.stage(strap_on.name)
        s, _, outer_m = strap_on.edges_m[1] if len(strap_on.edges_m) > 2 else strap_on.edges_m[0]
        lines = _stage_lines(ascent, strap_on.name, strap_on.count, stage.engine.name)
        lines += (f"{figure(stage.propellant_kg / 1000.0, 1)} t propellant each",)
        captions.append(Caption("booster", lines, min(s, 0.4 * strap_on.length_m), outer_m * 0.92))
    for part in shape.stack[:-1]:
        stage = vehicle.stage(part.name)
        lines = _stage_lines(ascent, part.name, 1, stage.engine.name)
        lines += (f"{figure(stage.propellant_kg / 1000.0, 1)} t propellant",)
        at_m = part.begin_m + (0.8 if part is shape.stack[0] else 0.5) * stage.length_m
        captions.append(Caption(part.role, lines, at_m, 0.38 * part.diameter_m))
    if shape.upper_stage and configuration.upper_stage:
        upper = configuration.upper_stage
        loaded = f"{figure(ascent.loading.propellant_kg)} kg loaded ({ascent.loading.policy})"
        lines = (f"{upper.name}, inside", upper.engine.name, loaded)
        middle_m = (shape.upper_stage.begin_m + shape.upper_stage.end_m) / 2.0
        captions.append(Caption("upper", lines, middle_m, 0.3 * upper.diameter_m))
    fairing = vehicle.fairing
    off = ascent.trajectory.event("fairing jettison")
    lines = (
        f"Fairing, {fairing.halves} parts",
        f"{figure(fairing.mass_kg)} kg",
        f"off at {elapsed(off.t_s)}" if off else "kept to the end",
    )
    nose = shape.stack[-1]
    captions.append(
        Caption("fairing", lines, nose.begin_m + 0.7 * fairing.length_m, 0.3 * fairing.diameter_m)
    )
    return captions


def _stage_lines(ascent: Ascent, name: str, count: int, engine: str) -> tuple[str, ...]:
    """Return name, engine and time of cut-off of a stage."""
    words = STAGE_NAMES.get(name, name.replace("-", " ").capitalize())
    off = ascent.trajectory.event(f"{name} cut-off")
    when = f", off {elapsed(off.t_s)}" if off else ""
    return (f"{words} × {count}" if count > 1 else words, f"{engine}{when}")


def _draw_captions(drawing: Drawing, place: Place, captions: list[Caption]) -> None:
    """Write the captions in equal columns, leaders straight down to the parts."""
    column = (WIDTH - 20.0) / len(captions)
    for i, caption in enumerate(captions):
        x, y = 4.0 + i * column, 12.0
        drawing.rect(x, y - 9.0, 3.0, 40.0, f"key-{caption.role}")
        for n, line in enumerate(caption.lines):
            drawing.text(x + 8.0, y + n * LINE_HEIGHT, line, "t2 b" if n == 0 else "t1 num")
        end = (place.x(caption.station_m), place.y(caption.offset_m))
        drawing.polyline(((x + 1.5, y + 31.0), (x + 1.5, y + 36.0), end), "dim")
        drawing.circle(*end, 1.6, "dot")


def _draw_dimensions(
    drawing: Drawing, place: Place, shape: Silhouette, estimated: Estimated
) -> None:
    """Draw the chain of lengths, then boosters, then the whole."""
    foot = place.axis + shape.half_span_m * place.per_m
    y = foot + 20.0
    for part in shape.stack:
        leaf = f"{'fairing' if part.role == 'fairing' else 'stage.' + part.name}.length_m"
        words = _metres(part.end_m - part.begin_m, is_estimate=estimated(leaf))
        edge = place.axis + part.diameter_m / 2.0 * place.per_m + 3.0
        drawing.dimension(place.x(part.begin_m), place.x(part.end_m), y, words, feet=(edge, edge))
    for lower, upper in itertools.pairwise(shape.stack):
        if upper.begin_m - lower.end_m > 1.5:
            words = _metres(upper.begin_m - lower.end_m, is_estimate=False)
            drawing.dimension(place.x(lower.end_m), place.x(upper.begin_m), y, words)
    for strap_on in shape.strap_ons:
        y += 19.0
        words = _metres(strap_on.length_m, is_estimate=estimated(f"stage.{strap_on.name}.length_m"))
        end = place.x(strap_on.length_m)
        drawing.dimension(place.x(0.0), end, y, words, feet=(foot, y - 19.0))
    y += 19.0
    words = f"{_metres(shape.length_m, is_estimate=estimated('height_m'))} overall"
    drawing.dimension(place.x(0.0), place.x(shape.length_m), y, words, feet=(foot, y - 40.0))


def _draw_diameters(
    drawing: Drawing, place: Place, shape: Silhouette, estimated: Estimated
) -> None:
    """Draw the fairing's diameter at the nose and write those of the stages on their bodies."""
    nose = shape.stack[-1]
    x = place.x(shape.length_m) + 22.0
    top, bottom = place.y(nose.diameter_m / 2.0), place.y(-nose.diameter_m / 2.0)
    widest = place.x(nose.outline_m[2][0])
    for y in (top, bottom):
        drawing.line(widest + 2.0, y, x + 4.0, y, "dim")
        drawing.line(x - 3.0, y + 3.0, x + 3.0, y - 3.0, "thin dimtick")
    drawing.line(x, top, x, bottom, "dim")
    words = f"⌀ {_metres(nose.diameter_m, is_estimate=estimated('fairing.diameter_m'))}"
    drawing.text(x - 5.0, place.axis, words, "t2 num halo", anchor="middle", turned_deg=-90.0)
    for part in shape.stack[:-1]:
        words = (
            f"⌀ {_metres(part.diameter_m, is_estimate=estimated(f'stage.{part.name}.diameter_m'))}"
        )
        at_m = part.begin_m + (0.88 if part is shape.stack[0] else 0.5) * (
            part.end_m - part.begin_m
        )
        drawing.text(place.x(at_m), place.axis + 4.5, words, "t2 num", anchor="middle")


def _draw_scale(drawing: Drawing, place: Place, shape: Silhouette, x: Px) -> None:
    """Draw the scale bar of ten metres under the stern view."""
    y = place.axis + shape.half_span_m * place.per_m + 52.0
    drawing.text(x, y - 27.0, "from astern", "t1", anchor="middle")
    half = 5.0 * place.per_m
    drawing.line(x - half, y, x + half, y, "thin ink")
    for value_m, words in ((0, "0"), (5, "5"), (10, "10 m")):
        at = x - half + value_m * place.per_m
        drawing.line(at, y - 4.0, at, y + 4.0, "thin ink")
        drawing.text(at, y - 8.0, words, "t1 num", anchor="middle")


def vehicle_drawing(configuration: Configuration, ascent: Ascent, *, estimated: Estimated) -> str:
    """Return side view and stern view of a configuration to one scale, as SVG.

    Parameters
    ----------
    configuration : Configuration
        Lengths and diameters are those of its catalogue records.
    ascent : Ascent
        Gives the times at which parts stop or leave, and what the upper stage is loaded with.
    estimated : callable
        Tells for a leaf of the vehicle's catalogue file whether it is an estimate: then its
        figure stands in brackets.
    """
    shape = silhouette(configuration)
    per_m = min(
        (WIDTH - LEFT - STERN_ROOM - 44.0) / (shape.length_m + 1.6),
        TALLEST / (2.0 * shape.half_span_m),
    )
    place = Place(per_m, LABELS_HEIGHT + shape.half_span_m * per_m)
    height = place.axis + shape.half_span_m * per_m + 46.0 + 19.0 * len(shape.strap_ons)
    height = max(height, place.axis + shape.half_span_m * per_m + 62.0)
    drawing = Drawing(
        WIDTH,
        height,
        title=f"{configuration.name} to scale from the catalogue: overall length "
        f"{_metres(shape.length_m, is_estimate=estimated('height_m'))} m, fairing diameter "
        f"{_metres(shape.stack[-1].diameter_m, is_estimate=estimated('fairing.diameter_m'))} m",
        kind="veh",
    )
    stern = WIDTH - STERN_ROOM / 2.0
    _draw_captions(drawing, place, _captions(configuration, shape, ascent))
    _draw_side(drawing, place, shape)
    _draw_dimensions(drawing, place, shape, estimated)
    _draw_diameters(drawing, place, shape, estimated)
    _draw_stern(drawing, place, shape, stern)
    _draw_scale(drawing, place, shape, stern)
    return drawing.markup()
