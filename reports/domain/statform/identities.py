"""Whether the figures of a report add up: each identity of its form, with the arithmetic laid open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from reports.domain.statform.definition import CellKey, Form, Identity, Term
from reports.domain.statform.table import Figures

Status = Literal["holds", "fails", "cannot-tell", "overridden"]
"""A check itself gives one of the first three; `domain.decisions` makes "overridden" of one that fails."""


@dataclass(frozen=True, slots=True)
class Part:
    """A term with the figure that stood in it; None is blank.

    `is_absent`: last year's report is in another form, none of whose cells count the same.
    """

    cell: CellKey
    sign: int
    value: Decimal | None
    years_back: int = 0
    is_absent: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one identity.

    `found` is what the left side says, `expected` what the right side makes of it; a side with a blank in it
    is None, and then the status is "cannot-tell". `reason`: why staff let it stand, where it is "overridden".
    """

    check: str
    kind: str
    status: Status
    is_hard: bool
    relation: Literal["=", "<="]
    left: tuple[Part, ...]
    right: tuple[Part, ...]
    expected: Decimal | None
    found: Decimal | None
    reason: str = ""

    @property
    def cells(self) -> tuple[CellKey, ...]:
        """The cells of this year's report that it covers."""
        return tuple(part.cell for part in self.left + self.right if not part.years_back)


def check(form: Form, figures: Figures, previous: Figures | None = None) -> list[Finding]:
    """Every finding of a report, in the form's order.

    `previous` holds the figures of the year before at the addresses of this form; a cell that it lacks is one
    that last year's form did not count. Without it the identities that cross years are left out, since
    nothing was looked at.
    """
    return [
        _finding(identity, figures, previous or {})
        for identity in form.identities
        if previous is not None or not identity.crosses_years
    ]


def _finding(identity: Identity, figures: Figures, previous: Figures) -> Finding:
    left = _parts(identity.left, figures, previous)
    right = _parts(identity.right, figures, previous)
    found, expected = _total(left), _total(right)
    status: Status = "cannot-tell"
    if found is not None and expected is not None:
        holds = found == expected if identity.relation == "=" else found <= expected
        status = "holds" if holds else "fails"
    return Finding(
        identity.code,
        identity.kind,
        status,
        identity.is_hard,
        identity.relation,
        left,
        right,
        expected,
        found,
    )


def _parts(terms: Sequence[Term], figures: Figures, previous: Figures) -> tuple[Part, ...]:
    return tuple(
        Part(
            term.cell,
            term.sign,
            (previous if term.years_back else figures).get(term.cell),
            term.years_back,
            bool(term.years_back) and term.cell not in previous,
        )
        for term in terms
    )


def _total(parts: Sequence[Part]) -> Decimal | None:
    total = Decimal(0)
    for part in parts:
        if part.value is None:
            return None
        total += part.sign * part.value
    return total
