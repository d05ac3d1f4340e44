"""How does IPOPT see a programme of many small alike elements? Exact derivatives, put together.

A form is differentiated once, symbolically, while it is small; the whole Jacobian and Hessian are
put together from the values of all elements by constant sparse matrices. A programme is compiled
once for its structure and serves all missions.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import casadi as ca
import numpy as np

from cosmodrome.ascent.draft import Draft, Elements, Entries, Form, Index, pattern_of


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
    bent = ca.hessian(ca.dot(lam, rows), q)[0]
    text = ca.Function("text", [v, y, c, lam], [rows, ca.jacobian(rows, q), bent], {"cse": True})
    z, base = ca.SX.sym("z", variables), ca.SX.sym("base", form.locals)
    b = ca.SX.sym("b", int(used.sum()))
    slopes = ca.SX(form.locals, variables)
    for k, (i, j) in enumerate(np.argwhere(used)):
        slopes[int(i), int(j)] = b[k]
    values, first, second = text.call([v, base + slopes @ z, c, lam])
    n = form.unknowns
    jacobian = (first[:, :n], first[:, n:] @ slopes)
    hessian = (
        ca.triu(second[:n, :n]),
        second[:n, n:] @ slopes,
        ca.triu(slopes.T @ second[n:, n:] @ slopes),
    )
    given = [v, z, base, b, c]
    packed = ca.vertcat(values, *(_nonzeros(m) for m in jacobian))
    bends = ca.vertcat(*(_nonzeros(m) for m in hessian))
    options = {"cse": True}
    return _LocalForm(
        value=ca.Function("value", given, [values], options),
        jacobian=ca.Function("jacobian", given, [packed], options),
        hessian=ca.Function("hessian", [*given, lam], [bends], options),
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
        count, used = len(block.rows), int(pattern_of(block).sum())
        sizes += [block.base.size, count * used, block.constants.size]
    p = ca.MX.sym("p", sum(sizes) + nz)
    parts = ca.vertsplit(p, [0, *np.cumsum([*sizes, nz]).tolist()])
    g = ca.mtimes(_matrix(draft.linear), w) + parts[0]
    jac, hess = _Scatter((m, n)), _Scatter((n, n))
    jac.add_constants(draft.linear)
    for k, block in enumerate(draft.blocks):
        count = len(block.rows)
        local = _local_form(block.form, pattern_of(block).tobytes(), nz)
        given = [
            ca.reshape(w[block.gather.ravel().tolist()], block.gather.shape[1], count),
            ca.repmat(w[:nz], 1, count),
            *(
                ca.reshape(part, part.numel() // count, count)
                for part in parts[3 * k + 1 : 3 * k + 4]
            ),
        ]
        rows = ca.vec(local.value.map(count)(*given))
        chosen = Entries(
            values=np.ones(block.rows.size),
            rows=block.rows.ravel(),
            columns=np.arange(block.rows.size),
            shape=(m, block.rows.size),
        )
        g = g + ca.mtimes(_matrix(chosen), rows)
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

    def add_constants(self, entries: Entries) -> None:
        self.add(ca.DM(entries.values), entries.rows, entries.columns)

    def matrix(self) -> Any:
        """Return the matrix; entries that fall on one place are summed."""
        rows, columns = np.concatenate(self._rows), np.concatenate(self._columns)
        flat = columns.astype(np.int64) * self._shape[0] + rows
        places, entry = np.unique(flat, return_inverse=True)
        sums = Entries(
            values=np.ones(len(flat)),
            rows=entry,
            columns=np.arange(len(flat)),
            shape=(len(places), len(flat)),
        )
        pattern = ca.Sparsity.triplet(
            *self._shape,
            (places % self._shape[0]).tolist(),
            (places // self._shape[0]).tolist(),
        )
        return ca.MX(pattern, ca.mtimes(_matrix(sums), ca.vertcat(*self._values)))


def _matrix(entries: Entries) -> Any:
    """Return CasADi's matrix of entries."""
    count, columns = entries.shape
    flat = entries.columns.astype(np.int64) * count + entries.rows
    places, entry = np.unique(flat, return_inverse=True)
    sums = np.bincount(entry, weights=entries.values, minlength=len(places))
    begins = np.searchsorted(places // count, np.arange(columns + 1))
    pattern = ca.Sparsity(count, columns, begins.tolist(), (places % count).tolist())
    return ca.DM(pattern, sums)
