"""What does a large, sparse programme consist of? Many small alike elements, written down.

An element (a collocation point, a coast, the end of the flight) has a few rows that depend on a few
unknowns, on a few quantities affine in the global variables (mass, span of time), and on constants.
Elements that share a row are summed there. What is structure is compiled; every figure of a vehicle
or a target is a parameter.
"""

import hashlib
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Index = NDArray[np.int64]
Symbols = list[Any]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entries:
    """Entries of a sparse matrix, in any order; those that fall on one place are summed."""

    values: Array
    rows: Index
    columns: Index
    shape: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Rows as a text: functions of local unknowns, affine locals and constants.

    Two forms are the same if their `key` and their numbers are.
    """

    key: Hashable
    rows: int
    unknowns: int
    locals: int
    constants: int
    write: Callable[[Symbols, Symbols, Symbols], Symbols] = field(compare=False, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Elements:
    """Alike elements of one form, one row of each array per element.

    `base` and `slopes` give the affine locals: base + slopes @ z.
    """

    form: Form
    gather: Index
    base: Array
    slopes: Array
    constants: Array
    rows: Index


@dataclass(slots=True)
class Draft:
    """A programme while it is written down: global variables first, then other unknowns."""

    variables: int
    unknowns: int = 0
    rows: int = 0
    _linear: list[tuple[Any, ...]] = field(default_factory=list)
    _blocks: dict[Form, list[Elements]] = field(default_factory=dict)
    _offsets: list[tuple[Index, Array]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.unknowns = self.variables

    def take_unknowns(self, count: int) -> Index:
        """Return the places of new unknowns."""
        places = np.arange(self.unknowns, self.unknowns + count)
        self.unknowns += count
        return places

    def take_rows(self, count: int) -> Index:
        """Return the places of new rows."""
        places = np.arange(self.rows, self.rows + count)
        self.rows += count
        return places

    def add_linear(self, rows: Index, columns: Index, coefficients: Array) -> None:
        """Add constant coefficients, which are part of the structure; shapes broadcast."""
        self._linear.append(
            tuple(np.ravel(a) for a in np.broadcast_arrays(rows, columns, coefficients))
        )

    def add_offset(self, rows: Index, values: Array) -> None:
        """Add constants to rows; they are parameters."""
        self._offsets.append((rows, values))

    def add(
        self,
        form: Form,
        *,
        rows: Index,
        gather: Index | None = None,
        base: Array | None = None,
        slopes: Array | None = None,
        constants: Array | None = None,
    ) -> None:
        """Add elements of a form; `rows` has shape (n, form.rows), the others alike."""
        count = len(rows)
        block = Elements(
            form=form,
            gather=np.zeros((count, 0), dtype=np.int64) if gather is None else gather,
            base=np.zeros((count, 0)) if base is None else base,
            slopes=np.zeros((count, 0, self.variables)) if slopes is None else slopes,
            constants=np.zeros((count, 0)) if constants is None else constants,
            rows=rows,
        )
        expected = (form.unknowns, form.locals, form.constants, form.rows)
        shapes = (
            block.gather.shape[1],
            block.base.shape[1],
            block.constants.shape[1],
            rows.shape[1],
        )
        if expected != shapes or block.slopes.shape != (count, form.locals, self.variables):
            raise ValueError(f"elements of {form.key}: expected {expected}, got {shapes}")
        self._blocks.setdefault(form, []).append(block)

    def finish(self) -> "Draft":
        """Return itself with the elements of each form joined."""
        for form, parts in self._blocks.items():
            self._blocks[form] = [_joined(form, parts)]
        return self

    @property
    def blocks(self) -> tuple[Elements, ...]:
        """Joined elements by form."""
        return tuple(parts[0] for parts in self._blocks.values())

    @property
    def linear(self) -> Entries:
        """Constant coefficients."""
        rows, columns, values = (np.concatenate(part) for part in zip(*self._linear, strict=True))
        shape = (self.rows, self.unknowns)
        return Entries(values=values, rows=rows, columns=columns, shape=shape)

    def parameters(self) -> Array:
        """Return every figure in the order that the compiled programme reads."""
        offset = np.zeros(self.rows)
        for rows, values in self._offsets:
            np.add.at(offset, rows, values)
        parts = [offset]
        for block in self.blocks:
            used = pattern_of(block)
            parts += [block.base.ravel(), block.slopes[:, used].ravel(), block.constants.ravel()]
        return np.concatenate(parts)

    def structure(self) -> str:
        """Return a digest of everything that is compiled, not passed."""
        digest = hashlib.sha256(f"{self.variables} {self.unknowns} {self.rows}".encode())
        linear = self.linear
        for array in (linear.values, linear.rows, linear.columns):
            digest.update(np.ascontiguousarray(array).tobytes())
        for block in self.blocks:
            digest.update(repr(block.form.key).encode())
            for index in (block.gather, block.rows, pattern_of(block)):
                digest.update(np.ascontiguousarray(index).tobytes())
        return digest.hexdigest()


def _joined(form: Form, parts: Sequence[Elements]) -> Elements:
    return Elements(
        form=form,
        gather=np.concatenate([p.gather for p in parts]),
        base=np.concatenate([p.base for p in parts]),
        slopes=np.concatenate([p.slopes for p in parts]),
        constants=np.concatenate([p.constants for p in parts]),
        rows=np.concatenate([p.rows for p in parts]),
    )


def pattern_of(block: Elements) -> NDArray[np.bool_]:
    """Return which locals depend on which variables in any element, (locals, variables)."""
    return np.asarray((block.slopes != 0.0).any(axis=0))
