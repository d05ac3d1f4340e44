"""On what is the programme of an ascent written? Rows with bounds, rules by name, and the figures.

Phases, rules and the target are written by their own modules, each on the same sheet.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from cosmodrome.ascent.affine import Affine
from cosmodrome.ascent.draft import Array, Draft, Form, Index
from cosmodrome.ascent.iterate import Layout, Mesh, Pad
from cosmodrome.ascent.rules import AscentRules
from cosmodrome.ascent.sequence import AscentSequence
from cosmodrome.ascent.target import InjectionTarget
from cosmodrome.flight.profile import DragTable

SLACK = "excess:"
"""Before the name of a rule: the variable by which a least-violation answer exceeds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Everything about one ascent that enters as numbers.

    `links` (phases, 6) is what an exact integration adds to the end of each phase, SI;
    `air_offsets_m` what air and terrain add to the fall of a part into its zone, east and north.
    """

    sequence: AscentSequence
    pad: Pad
    drag: DragTable
    target: InjectionTarget
    rules: AscentRules
    limits: Mapping[str, float]
    mesh: Mesh
    links: Array
    air_offsets_m: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    raan_eci_rad: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How rows of a rule are bounded, and how they read in the rule's own unit.

    `value_of` reads the rows and the row of unknowns; `excess_of` turns what the solver allowed
    beyond the limit into the rule's unit. `from_above` tells whether `limit` is the most allowed.
    """

    limit: float
    low: float
    high: float
    value_of: Callable[[Array, Array], float]
    excess_of: Callable[[float], float]
    from_above: bool

    @property
    def slack_factor(self) -> float:
        """How a slack enters: taken off rows bounded from above, added to those from below."""
        return -1.0 if math.isinf(self.low) else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRows:
    """Where a rule stands in the programme; one rule may stand there several times."""

    name: str
    rows: Index
    reading: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A programme written down, with bounds of its rows."""

    draft: Draft
    layout: Layout
    low: Array
    high: Array
    rules: tuple[RuleRows, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Joint:
    """Where a phase ends: places of its state, and what is added (scaled) where the next begins."""

    places: Index
    link: Array

    @property
    def gather(self) -> Index:
        """Places of the state, as those of the one element of a form."""
        return self.places[None, :]

    def constants(self, *values: float) -> Array:
        """Return the link and further constants, as those of the one element of a form."""
        return np.append(self.link, values)[None, :]

    def state(self, row: Array) -> Array:
        """Return the scaled state with its link, from the row of unknowns."""
        return np.asarray(row[self.places] + self.link)


class Sheet:
    """One programme while it is written; lives no longer than that."""

    def __init__(self, figures: Figures, slacks: tuple[str, ...]) -> None:
        self.figures = figures
        self.layout = Layout(sequence=figures.sequence, mesh=figures.mesh, slacks=slacks)
        self.draft = Draft(variables=self.layout.globals)
        scales = self.layout.scales
        self._place = {name: i for i, name in enumerate(scales)}
        self._place |= {SLACK + name: len(scales) + i for i, name in enumerate(slacks)}
        self._scale = np.array([*scales.values(), *np.ones(len(slacks))])
        self._low: list[Array] = []
        self._high: list[Array] = []
        self._rules: list[RuleRows] = []

    def written(self) -> Written:
        """Return what stands on the sheet."""
        return Written(
            draft=self.draft.finish(),
            layout=self.layout,
            low=np.concatenate(self._low),
            high=np.concatenate(self._high),
            rules=tuple(self._rules),
        )

    def rows(self, count: int, *, low: float = 0.0, high: float = 0.0) -> Index:
        """Return the places of new rows with bounds."""
        self._low.append(np.full(count, low))
        self._high.append(np.full(count, high))
        return self.draft.take_rows(count)

    def affine(self, quantity: Affine, scale: float = 1.0) -> tuple[float, Array]:
        """Return base and slopes (variables,) of a quantity over the scaled variables."""
        slopes = np.zeros(self.layout.globals)
        for name, coefficient in quantity.terms.items():
            place = self._place[name]
            slopes[place] = coefficient * self._scale[place] * scale
        return quantity.constant * scale, slopes

    def affine_local(self, quantity: Affine, scale: float = 1.0) -> tuple[Array, Array]:
        """Return base and slopes of a quantity as the one local of one element."""
        base, slopes = self.affine(quantity, scale)
        return np.array([[base]]), slopes[None, None, :]

    def variable(self, name: str) -> Array:
        """Return the slopes of a variable by itself, scaled as it is."""
        slopes = np.zeros(self.layout.globals)
        slopes[self._place[name]] = 1.0
        return slopes

    def rule(
        self,
        name: str,
        form: Form,
        reading: Reading,
        *,
        gather: Index | None = None,
        local: tuple[Array, Array] | None = None,
        constants: Array | None = None,
    ) -> None:
        """Add the rows of a rule, one for each element, unless it is switched off.

        Parameters
        ----------
        name : str
            Of the rule; with a slack of that name it may be exceeded.
        form : Form
            Of one row.
        reading : Reading
        gather, local, constants
            Of the elements, as in `Draft.add`; `local` are base and slopes.
        """
        if name in self.figures.rules.off:
            return
        base, slopes = local or (None, None)
        count = next(len(given) for given in (gather, base, constants) if given is not None)
        rows = self.rows(count, low=reading.low, high=reading.high)
        self.draft.add(
            form,
            rows=rows[:, None],
            gather=gather,
            base=base,
            slopes=slopes,
            constants=constants,
        )
        if SLACK + name in self._place:
            slack = np.array(self._place[SLACK + name])
            self.draft.add_linear(rows, slack, np.array(reading.slack_factor))
        self._rules.append(RuleRows(name=name, rows=rows, reading=reading))
