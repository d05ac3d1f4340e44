"""Which outlines of land does the report draw? Rebuilds `data/report/coastline.json`.

Input are the two land files of the npm package world-atlas 2.0.2 (TopoJSON made from Natural
Earth, public domain)::

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/build_coastline.py package

Every ring is quantised, thinned where a point lies closer than the tolerance to the line of its
neighbours, and written as steps between whole numbers.
"""

import argparse
import json
import math
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src/cosmodrome/data/report/coastline.json"
SETS = {"land_50m": ("land-50m.json", 100, 0.6), "land_110m": ("land-110m.json", 20, 0.6)}
SOURCE = "Natural Earth 1:50 000 000 and 1:110 000 000 land, by way of npm world-atlas 2.0.2"

Point = tuple[float, float]


def decoded_arcs(topology: dict) -> list[list[Point]]:
    """Return the arcs of a quantised TopoJSON file in degrees."""
    (scale_x, scale_y), (shift_x, shift_y) = topology["transform"].values()
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            arc.append((x * scale_x + shift_x, y * scale_y + shift_y))
        arcs.append(arc)
    return arcs


def land_rings(topology: dict) -> list[list[Point]]:
    """Return every ring of the land object, not closed."""
    arcs = decoded_arcs(topology)
    rings = []
    for geometry in topology["objects"]["land"]["geometries"]:
        polygons = geometry["arcs"]
        for polygon in polygons if geometry["type"] == "MultiPolygon" else [polygons]:
            for indices in polygon:
                ring: list[Point] = []
                for index in indices:
                    arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                    ring += arc[1:] if ring else arc
                rings.append(ring[:-1])
    return rings


def distance_to_chord(point: Point, start: Point, end: Point) -> float:
    """Return how far a point lies from the segment between two others."""
    (x, y), (ax, ay), (bx, by) = point, start, end
    length = math.hypot(bx - ax, by - ay)
    if length == 0.0:
        return math.hypot(x - ax, y - ay)
    along = max(0.0, min(1.0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length**2))
    return math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay))


def thinned(points: list[Point], tolerance: float) -> list[Point]:
    """Return the points that Douglas and Peucker keep."""
    kept = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        worst, index = 0.0, first
        for i in range(first + 1, last):
            away = distance_to_chord(points[i], points[first], points[last])
            if away > worst:
                worst, index = away, i
        if worst > tolerance:
            kept.add(index)
            spans += [(first, index), (index, last)]
    return [points[i] for i in sorted(kept)]


def steps_of(ring: list[Point], steps_per_deg: int, tolerance: float) -> list[int]:
    """Return a ring as a start and steps, longitude and latitude in turn."""
    grid = [(lon * steps_per_deg, lat * steps_per_deg) for lon, lat in ring]
    half = len(grid) // 2
    loop = thinned(grid[: half + 1], tolerance)[:-1] + thinned([*grid[half:], grid[0]], tolerance)
    whole = [(round(x), round(y)) for x, y in loop[:-1]]
    flat: list[int] = []
    before = (0, 0)
    for x, y in whole:
        if (x, y) != before or not flat:
            flat += [x - before[0], y - before[1]]
            before = (x, y)
    return flat


def build(folder: Path) -> dict:
    """Return the whole file as data."""
    document: dict = {"source": SOURCE, "licence": "public domain"}
    for name, (file, steps_per_deg, tolerance) in SETS.items():
        topology = json.loads((folder / file).read_text(encoding="utf-8"))
        rings = [steps_of(ring, steps_per_deg, tolerance) for ring in land_rings(topology)]
        rings = [ring for ring in rings if len(ring) >= 6]
        document[name] = {"steps_per_deg": steps_per_deg, "rings": rings}
    return document


def main() -> None:
    """Write the file and say what it holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the unpacked package")
    document = build(parser.parse_args().folder)
    lines = [f'{{"source": {json.dumps(document["source"])}, "licence": "public domain"']
    for name in SETS:
        rings = ",\n".join(json.dumps(r, separators=(",", ":")) for r in document[name]["rings"])
        lines.append(f',"{name}": {{"steps_per_deg": {document[name]["steps_per_deg"]}, "rings": [')
        lines.append(f"{rings}]}}")
    TARGET.write_text("\n".join(lines) + "}\n", encoding="utf-8")
    for name in SETS:
        rings = document[name]["rings"]
        print(f"{name}: {len(rings)} rings, {sum(map(len, rings)) // 2} points")
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
