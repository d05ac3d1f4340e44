"""A float that enters or leaves a function, or sits in a record, says its unit in its name."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "cosmodrome"
FLOATS = frozenset({"float", "float | None", "None | float"})

# Pure mathematics has no units, and the functions of `units` are named by theirs.
WITHOUT_UNITS = ("numerics/", "physics/formula.py", "units.py")

# Words for numbers of any kind: what a solver says of itself is in its own measure, what it
# searches is scaled, and a value beside its limit has its unit in the label that they share.
OF_ANY_UNIT = frozenset(
    {
        "objective",
        "lower_bound",
        "constraint_violation",
        "value",
        "limit",
        "excess",
        "low",
        "high",
        "scale",
        "constant",
    }
)


def lists_of_the_glossary() -> list[frozenset[str]]:
    page = (ROOT / "docs" / "reference" / "glossary.md").read_text(encoding="utf-8")
    lists = re.findall(r"^```text\n(.*?)^```", page, flags=re.MULTILINE | re.DOTALL)
    return [frozenset(text.split()) for text in lists]


UNITS, DIMENSIONLESS = lists_of_the_glossary()
LONGEST = max(suffix.count("_") for suffix in UNITS)


def modules_with_units() -> list[str]:
    paths = (path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py"))
    return sorted(path for path in paths if not path.startswith(WITHOUT_UNITS))


def says_its_unit(name: str) -> bool:
    """`t_s` does, `s` does not; a dimensionless word may stand alone."""
    words = name.split("_")
    tails = ("_" + "_".join(words[-length:]) for length in range(1, min(LONGEST + 1, len(words))))
    plain = f"_{words[-1]}" in DIMENSIONLESS or name in OF_ANY_UNIT
    return plain or any(tail in UNITS for tail in tails)


def is_float(annotation: ast.expr | None) -> bool:
    return annotation is not None and ast.unparse(annotation) in FLOATS


def bare_fields(record: ast.ClassDef) -> Iterator[str]:
    for item in record.body:
        if (
            isinstance(item, ast.AnnAssign)
            and isinstance(item.target, ast.Name)
            and is_float(item.annotation)
            and not says_its_unit(item.target.id)
        ):
            yield f"{record.name}.{item.target.id}"


def bare_signature(function: ast.FunctionDef) -> Iterator[str]:
    arguments = function.args
    for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        if is_float(argument.annotation) and not says_its_unit(argument.arg):
            yield f"{function.name}({argument.arg})"
    if is_float(function.returns) and not says_its_unit(function.name):
        yield f"{function.name}() ->"


def bare_floats(body: list[ast.stmt]) -> Iterator[str]:
    """Names of public floats without a unit; what happens inside a function is its own affair."""
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from bare_fields(node)
            yield from bare_floats(node.body)
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield from bare_signature(node)


@pytest.mark.parametrize("module", modules_with_units())
def test_floats_carry_their_unit(module):
    tree = ast.parse((SOURCE / module).read_text(encoding="utf-8"))

    assert [] == list(bare_floats(tree.body))


@pytest.mark.parametrize(
    ("source", "bare"),
    [
        ("def coast(duration: float) -> float: ...", ["coast(duration)", "coast() ->"]),
        ("def coast_angle_rad(duration_s: float, mean_motion_rad_s: float) -> float: ...", []),
        ("class Stage:\n    thrust: float\n    isp_vac_s: float | None", ["Stage.thrust"]),
        ("def _inside(x: float) -> float: ...", []),
        ("def drag_coefficient(mach: float) -> float: ...", []),
        ("def s(m: float) -> None: ...", ["s(m)"]),
    ],
)
def test_the_rule_sees_what_it_should(source, bare):
    assert bare == list(bare_floats(ast.parse(source).body))
