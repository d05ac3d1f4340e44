"""How does IPOPT see a large, sparse programme that is made of many small alike elements?

An element (a collocation point, a coast, the end of the flight) has a few rows that depend on a few
unknowns, on a few quantities affine in the global variables (mass, span of time), and on constants.
A form is differentiated once, symbolically, while it is small; the whole Jacobian and Hessian are
put together from the values of all elements by constant sparse matrices. Every figure of a vehicle
or a target is a parameter: a programme is compiled once for its structure and serves all missions.
"""

import hashlib
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import casadi as ca
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array

Array = NDArray[np.float64]
Index = NDArray[np.int64]
Symbols = list[Any]


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
    def linear(self) -> coo_array:
        """Constant coefficients."""
        rows, columns, values = (np.concatenate(part) for part in zip(*self._linear, strict=True))
        return coo_array((values, (rows, columns)), shape=(self.rows, self.unknowns))

    def parameters(self) -> Array:
        """Return every figure in the order that the compiled programme reads."""
        offset = np.zeros(self.rows)
        for rows, values in self._offsets:
            np.add.at(offset, rows, values)
        parts = [offset]
        for block in self.blocks:
            used = _pattern(block)
            parts += [block.base.ravel(), block.slopes[:, used].ravel(), block.constants.ravel()]
        return np.concatenate(parts)

    def structure(self) -> str:
        """Return a digest of everything that is compiled, not passed."""
        digest = hashlib.sha256(f"{self.variables} {self.unknowns} {self.rows}".encode())
        linear = self.linear
        for array in (linear.data, linear.coords[0], linear.coords[1]):
            digest.update(np.ascontiguousarray(array).tobytes())
        for block in self.blocks:
            digest.update(repr(block.form.key).encode())
            for index in (block.gather, block.rows, _pattern(block)):
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


def _pattern(block: Elements) -> NDArray[np.bool_]:
    """Return which locals depend on which variables in any element, (locals, variables)."""
    return np.asarray((block.slopes != 0.0).any(axis=0))


@dataclass(frozen=True, slots=True, kw_only=True)
class _LocalForm:
    """A form with its derivatives as CasADi functions of columns, and where they are not zero.

    `jacobian` gives rows, then d rows/d unknowns, then d rows/d variables; `hessian` gives the
    second derivatives of multipliers @ rows by unknowns, by unknown and variable, by variables.
    """

    value: Any
    jacobian: Any
    hessian: Any
    jacobian_at: tuple[tuple[Index, Index], tuple[Index, Index]]
    hessian_at: tuple[tuple[Index, Index], tuple[Index, Index], tuple[Index, Index]]


@lru_cache(maxsize=256)
def _local_form(form: Form, pattern: bytes, variables: int) -> _LocalForm:
    """Return a form differentiated; the pattern says which locals see which variables."""
    used = np.frombuffer(pattern, dtype=bool).reshape(form.locals, variables)
    v, y = ca.SX.sym("v", form.unknowns), ca.SX.sym("y", form.locals)
    c, lam = ca.SX.sym("c", form.constants), ca.SX.sym("lam", form.rows)
    rows = ca.vertcat(*form.write(ca.vertsplit(v), ca.vertsplit(y), ca.vertsplit(c)))
    q = ca.vertcat(v, y)
    first = ca.jacobian(rows, q)
    second = ca.hessian(ca.dot(lam, rows), q)[0]
    text = ca.Function("text", [v, y, c, lam], [rows, first, second], {"cse": True})
    z, base = ca.SX.sym("z", variables), ca.SX.sym("base", form.locals)
    b = ca.SX.sym("b", int(used.sum()))
    slopes = ca.SX(form.locals, variables)
    for k, (i, j) in enumerate(np.argwhere(used)):
        slopes[int(i), int(j)] = b[k]
    rows, first, second = text(v, base + slopes @ z, c, lam)
    n = form.unknowns
    jacobian = (first[:, :n], first[:, n:] @ slopes)
    hessian = (
        ca.triu(second[:n, :n]),
        second[:n, n:] @ slopes,
        ca.triu(slopes.T @ second[n:, n:] @ slopes),
    )
    given = [v, z, base, b, c]
    packed = ca.vertcat(rows, *(_nonzeros(m) for m in jacobian))
    bent = ca.vertcat(*(_nonzeros(m) for m in hessian))
    options = {"cse": True}
    return _LocalForm(
        value=ca.Function("value", given, [rows], options),
        jacobian=ca.Function("jacobian", given, [packed], options),
        hessian=ca.Function("hessian", [*given, lam], [bent], options),
        jacobian_at=(_triplets(jacobian[0]), _triplets(jacobian[1])),
        hessian_at=(_triplets(hessian[0]), _triplets(hessian[1]), _triplets(hessian[2])),
    )


def _nonzeros(matrix: Any) -> Any:
    return ca.vertcat(*matrix.nonzeros()) if matrix.nnz() else ca.SX(0, 1)


def _triplets(matrix: Any) -> tuple[Index, Index]:
    rows, columns = matrix.sparsity().get_triplet()
    return np.array(rows, dtype=np.int64), np.array(columns, dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A programme ready to be solved, with its functions for whoever wants to check them.

    `objective` is cost @ variables; the cost stands at the end of the parameters.
    """

    problem: dict[str, Any]
    jacobian: Any
    hessian: Any
    constraints: Any


_kept: dict[str, Compiled] = {}


def compiled(draft: Draft) -> tuple[Compiled, str]:
    """Return the compiled programme of a draft's structure, made once, and its digest."""
    key = draft.structure()
    if key not in _kept:
        _kept[key] = _compile(draft)
    return _kept[key], key


def _compile(draft: Draft) -> Compiled:
    n, m, nz = draft.unknowns, draft.rows, draft.variables
    w = ca.MX.sym("w", n)
    lam_f, lam_g = ca.MX.sym("lam_f"), ca.MX.sym("lam_g", m)
    sizes = [m]
    for block in draft.blocks:
        count, used = len(block.rows), int(_pattern(block).sum())
        sizes += [block.base.size, count * used, block.constants.size]
    p = ca.MX.sym("p", sum(sizes) + nz)
    parts = ca.vertsplit(p, [0, *np.cumsum([*sizes, nz]).tolist()])
    linear = draft.linear.tocsc()
    g = ca.mtimes(_matrix(linear), w) + parts[0]
    jac, hess = _Scatter((m, n)), _Scatter((n, n))
    jac.add_constants(draft.linear)
    for k, block in enumerate(draft.blocks):
        count = len(block.rows)
        local = _local_form(block.form, _pattern(block).tobytes(), nz)
        given = [
            ca.reshape(w[block.gather.ravel().tolist()], block.gather.shape[1], count),
            ca.repmat(w[:nz], 1, count),
            *(
                ca.reshape(part, part.numel() // count, count)
                for part in parts[3 * k + 1 : 3 * k + 4]
            ),
        ]
        rows = ca.vec(local.value.map(count)(*given))
        chosen = coo_array(
            (np.ones(block.rows.size), (block.rows.ravel(), np.arange(block.rows.size))),
            shape=(m, block.rows.size),
        )
        g = g + ca.mtimes(_matrix(chosen.tocsc()), rows)
        whole = local.jacobian.map(count)(*given)[block.form.rows :, :]
        jac.add(ca.vec(whole), *_jacobian_places(block, local))
        multipliers = ca.reshape(lam_g[block.rows.ravel().tolist()], block.form.rows, count)
        bent = local.hessian.map(count)(*given, multipliers)
        hess.add(ca.vec(bent), *_hessian_places(block, local))
    cost = parts[-1]
    return Compiled(
        problem={"x": w, "f": ca.dot(cost, w[:nz]), "g": g, "p": p},
        jacobian=ca.Function("jac_g", [w, p], [g, jac.matrix()], ["x", "p"], ["g", "jac_g_x"]),
        hessian=ca.Function(
            "hess_lag",
            [w, p, lam_f, lam_g],
            [hess.matrix()],
            ["x", "p", "lam_f", "lam_g"],
            ["triu_hess_gamma_x_x"],
        ),
        constraints=ca.Function("g", [w, p], [g]),
    )


def _jacobian_places(block: Elements, local: _LocalForm) -> tuple[Index, Index]:
    (row_v, col_v), (row_z, col_z) = local.jacobian_at
    count = len(block.rows)
    rows = np.concatenate([block.rows[:, row_v], block.rows[:, row_z]], axis=1)
    columns = np.concatenate(
        [block.gather[:, col_v], np.broadcast_to(col_z, (count, len(col_z)))], axis=1
    )
    return rows.ravel(), columns.ravel()


def _hessian_places(block: Elements, local: _LocalForm) -> tuple[Index, Index]:
    (row_vv, col_vv), (row_vz, col_vz), (row_zz, col_zz) = local.hessian_at
    count = len(block.rows)
    first = np.concatenate(
        [
            block.gather[:, row_vv],
            block.gather[:, row_vz],
            np.broadcast_to(row_zz, (count, len(row_zz))),
        ],
        axis=1,
    ).ravel()
    second = np.concatenate(
        [
            block.gather[:, col_vv],
            np.broadcast_to(col_vz, (count, len(col_vz))),
            np.broadcast_to(col_zz, (count, len(col_zz))),
        ],
        axis=1,
    ).ravel()
    return np.minimum(first, second), np.maximum(first, second)


class _Scatter:
    """Sums values into the entries of a sparse matrix whose places are known."""

    def __init__(self, shape: tuple[int, int]) -> None:
        self._shape = shape
        self._values: list[Any] = []
        self._rows: list[Index] = []
        self._columns: list[Index] = []

    def add(self, values: Any, rows: Index, columns: Index) -> None:
        self._values.append(values)
        self._rows.append(rows)
        self._columns.append(columns)

    def add_constants(self, entries: coo_array) -> None:
        self.add(ca.DM(entries.data), entries.coords[0], entries.coords[1])

    def matrix(self) -> Any:
        """Return the matrix; entries that fall on one place are summed."""
        rows, columns = np.concatenate(self._rows), np.concatenate(self._columns)
        flat = columns.astype(np.int64) * self._shape[0] + rows
        places, entry = np.unique(flat, return_inverse=True)
        sums = coo_array(
            (np.ones(len(flat)), (entry, np.arange(len(flat)))), shape=(len(places), len(flat))
        )
        pattern = ca.Sparsity.triplet(
            *self._shape,
            (places % self._shape[0]).tolist(),
            (places // self._shape[0]).tolist(),
        )
        return ca.MX(pattern, ca.mtimes(_matrix(sums.tocsc()), ca.vertcat(*self._values)))


def _matrix(sparse: Any) -> Any:
    """Return a SciPy matrix as CasADi's."""
    sparse.sort_indices()
    pattern = ca.Sparsity(
        sparse.shape[0], sparse.shape[1], sparse.indptr.tolist(), sparse.indices.tolist()
    )
    return ca.DM(pattern, sparse.data)
