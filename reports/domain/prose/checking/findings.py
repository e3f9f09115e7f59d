"""What a check of the prose found: the words, the arithmetic, and what a later decision binds to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from reports.domain.deadlines import Rule
from reports.domain.prose.passages import Passage, Prose, Quote
from reports.domain.statform.definition import CellKey, Form
from reports.domain.statform.identities import Status
from reports.domain.statform.numbers import written
from reports.domain.text.normalise import plain

HARD = frozenset({"sum", "shares-total", "share", "cell", "year", "period", "growth"})
"""Rules whose failure cannot be: the report must explain it. The others ask, or warn."""

Figures = Mapping[CellKey, Decimal | None]


@dataclass(frozen=True, slots=True)
class Term:
    """A number that went into the arithmetic, with what it is called in the report and where it stands."""

    label: str
    value: Decimal
    quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The report that another one was compared with: its title, and where the public reads it."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class ProseFinding:
    """The result of one rule at one place.

    `check`: "prose/sum/4f0c21ab9e", stable as long as the words stay. `found` is what is printed, `expected`
    what it should be, as printed without unit, days in ISO. `quote` None: nothing in the prose to mark.
    `terms` is the arithmetic. `cells` are those of this year compared; `missing` the chapters that lack.
    `judged` is every word and value that the rule looked at. `reason`: why staff let it stand, where it is
    "overridden". `shared`: the sentences that the other report has too, which is `source`.
    """

    check: str
    rule: str
    status: Status
    found: str
    expected: str
    quote: Quote | None = None
    terms: tuple[Term, ...] = ()
    cells: tuple[CellKey, ...] = ()
    missing: tuple[int, ...] = ()
    detail: str = ""
    judged: str = ""
    reason: str = ""
    shared: tuple[Quote, ...] = ()
    source: Source | None = None

    @property
    def kind(self) -> str:
        """The heading it stands under: "prose/" and its rule."""
        return f"prose/{self.rule}"

    @property
    def is_hard(self) -> bool:
        """Whether a failure is an error, not a question."""
        return self.rule in HARD

    @property
    def values_digest(self) -> str:
        """SHA-256 of the rule and of what it judged; another word or value gives another one."""
        return hashlib.sha256(f"{self.rule}\n{self.judged}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Other:
    """Another report's words to compare with. `whose`: "last-year" or "agency"; `name`: which, for good."""

    whose: str
    prose: Prose
    agency_name: str = ""
    name: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """A report as the checks of prose look at it. `year` 0, `form` None, `published` None: not known.

    `previous` holds last year's figures at the addresses of `form`, as in `identities.check`. `published` is
    the day in China. `rules` are the statutory days. `common` are the digests of sentences that many agencies
    write (`copied.digest_of`).
    """

    prose: Prose
    year: int = 0
    form: Form | None = None
    kind: str = "own"
    agency_name: str = ""
    agency_kind: str = ""
    figures: Figures | None = None
    previous: Figures | None = None
    published: date | None = None
    rules: tuple[Rule, ...] = ()
    others: tuple[Other, ...] = ()
    common: frozenset[int] = frozenset()

    def value(self, key: CellKey) -> Decimal | None:
        """This year's figure; None where blank or not known."""
        return (self.figures or {}).get(key)

    @property
    def is_own(self) -> bool:
        """Whether it speaks of the agency alone, so that figures of others are none of its own."""
        return self.kind == "own"


def finding(
    rule: str,
    status: Status,
    found: Decimal | str,
    expected: Decimal | str,
    *,
    passage: Passage | None = None,
    span: tuple[int, int] | None = None,
    terms: Iterable[Term] = (),
    cells: Iterable[CellKey] = (),
    missing: tuple[int, ...] = (),
    detail: str = "",
    values: str = "",
) -> ProseFinding:
    """A finding about the words at `span` of the passage's plain text, bound to the sentence around them."""
    quote = passage.quote(*span) if passage is not None and span is not None else None
    sentence = ""
    if passage is not None and span is not None:
        start, end = passage.sentence_at(span[0])
        sentence = plain(passage.plain[start:end])
    named = quote.text if quote else detail
    listed, keys = tuple(terms), tuple(cells)
    judged = "\n".join(
        [sentence, plain(named), *(f"{t.label}={t.value}" for t in listed), *map(str, keys), values]
    )
    digest = hashlib.sha256(f"{sentence}\n{plain(named)}".encode()).hexdigest()[:10]
    check = f"prose/{rule}/{digest}" if sentence or named else f"prose/{rule}"
    return ProseFinding(
        check,
        rule,
        status,
        found if isinstance(found, str) else shown(found),
        expected if isinstance(expected, str) else shown(expected),
        quote,
        listed,
        keys,
        missing,
        detail,
        judged,
    )


def shown(value: Decimal) -> str:
    """A number as findings state it: without separators."""
    return written(value).replace(",", "")


def told_apart(findings: Iterable[ProseFinding]) -> list[ProseFinding]:
    """The same with a number behind each code that stands twice, in their order."""
    seen: dict[str, int] = {}
    told = []
    for item in findings:
        seen[item.check] = seen.get(item.check, 0) + 1
        again = seen[item.check]
        told.append(item if again == 1 else replace(item, check=f"{item.check}.{again}"))
    return told
