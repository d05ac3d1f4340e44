"""What the validation scripts share: evidence in, Markdown out."""

import csv
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from cosmodrome.spaceport import AzimuthCorridor, LaunchComplex

ROOT = Path(__file__).parents[1]
EVIDENCE = ROOT / "tests" / "authorities" / "evidence"
PAGES = ROOT / "docs" / "validation"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Return the lines of a Markdown table."""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


def prose(text: str) -> Iterator[str]:
    """Return the lines of a paragraph."""
    yield from textwrap.wrap(" ".join(text.split()), 96, break_on_hyphens=False)
    yield ""


def evidence(name: str) -> list[dict[str, str]]:
    """Return the rows of a file of evidence."""
    lines = (EVIDENCE / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def pad(name: str, latitude_deg: float, longitude_deg: float, altitude_m: float) -> LaunchComplex:
    """Return a pad that may fire everywhere."""
    return LaunchComplex(
        id=name,
        name=name,
        spaceport="evidence",
        latitude_deg=latitude_deg,
        longitude_deg=longitude_deg,
        altitude_m=altitude_m,
        corridor=AzimuthCorridor(min_deg=0.0, max_deg=359.999),
        vehicles=(),
        available_from=None,
        available_until=None,
        status="active",
        refurbishment_d=1,
    )
