"""A catalogue document as a row of a table: its columns, what an export writes in them, how they are read.

What an export wrote is read back as no change, cell by cell. A kind's own fields are columns like the others.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from reports.domain.catalogue import values
from reports.domain.catalogue.kinds import Kind, to_columns
from reports.models import Document
from reports.models.documentcontent import Openness, Validity
from reports.queries import cataloguedata, kindwords
from reports.queries.documentchanges import field_name
from reports.services import indexnumbers
from reports.services.revisions import Refused

OWN = "kind_"
"""Before the code of a field that the kind has, as the name of its column."""
FIRST = ("index_number", "title", "document_number", "made_on")
REST = (
    *("issued_by", "published_at", "theme", "genre", "keywords", "summary", "body"),
    *("source_line", "source_url", "openness", "ground", "ground_note", "reevaluate_on", "change_note"),
)
IN_FORCE = ("effective_on", "amended_on", "expires_on", "repealed_on", "stated_validity", "replaced_by")
"""Columns of kinds that have a validity."""
ABOUT: Mapping[str, Promise] = {
    "agency": gettext_lazy("agency"),
    "category": gettext_lazy("column"),
    "state": gettext_lazy("state"),
    "due_on": gettext_lazy("to be public by"),
    "first_released_at": gettext_lazy("first public at"),
    "days_late": gettext_lazy("days late"),
}
"""Columns that an export writes and an import passes over."""
ALIASES: Mapping[str, str] = {
    "正文": "body",
    "发布机构": "issued_by",
    "成文日期": "made_on",
    "生成日期": "made_on",
    "有效性": "stated_validity",
    "公开方式": "openness",
}
"""What registers kept elsewhere call a column."""
DAYS = ("made_on", "reevaluate_on", "effective_on", "amended_on", "expires_on", "repealed_on")
LONGEST_CELL = 32_000
"""Characters; a spreadsheet holds 32,767 in a cell. A longer text is left out, and left as it is."""
MOMENTS = (
    "%Y-%m-%d %H:%M:%S.%f",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
)
_TAGGED = re.compile(r"<(?:p|h[1-6]|ul|ol|table|blockquote|div|br|span|a|strong|em|img)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cells:
    """One line as read. `given`: what may be given to a document, of the columns that say something else than
    it does; `own`: those of its kind, as typed; `faults`: sentences."""

    given: dict[str, Any] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def names(kind: Kind) -> tuple[str, ...]:
    """The columns of a kind in their order, without those an export adds."""
    own = tuple(f"{OWN}{one.code}" for one in kind.fields)
    return (*FIRST, *own, *REST, *(IN_FORCE if kind.has_validity else ()))


def labels(kind: Kind) -> dict[str, str]:
    """Column → what heads it in the active language, those of ABOUT at the end."""
    called = {one.code: one.label_en if _is_english() else one.label for one in kind.common}
    own = {f"{OWN}{one.code}": one.label_en if _is_english() else one.heading for one in kind.fields}
    found = {name: own.get(name) or called.get(name) or capfirst(field_name(name)) for name in names(kind)}
    return found | {name: str(capfirst(label)) for name, label in ABOUT.items()}


def known_heads(kind: Kind) -> dict[str, str]:
    """What may head a column, without blanks and in small letters → the column; every language."""
    columns = (*names(kind), *ABOUT)
    found: dict[str, str] = {head: name for head, name in ALIASES.items() if name in columns}
    found |= {name: name for name in columns}
    for one in kind.fields:
        name = f"{OWN}{one.code}"
        found |= {heading(text): name for text in (one.label, one.label_en, one.heading)}
    for language, _name in settings.LANGUAGES:
        with override(language):
            usual = {heading(capfirst(field_name(name))): name for name in names(kind) if OWN not in name}
            found = usual | found | {heading(label): name for name, label in labels(kind).items()}
    for one in kind.fields:
        found.setdefault(one.code, f"{OWN}{one.code}")
    return found


def heading(text: str) -> str:
    """A head as it is compared."""
    return "".join(str(text).split()).rstrip("*").casefold()


def texts_of(row: Document) -> dict[str, str]:
    """What an export writes of a document in each of its columns, in the active language."""
    kind = cataloguedata.kind(row.kind)
    own = dict(zip(kind.fields, to_columns(kind, row.fields, english=_is_english()).values(), strict=True))
    found = {f"{OWN}{one.code}": text for one, text in own.items()}
    for name in names(kind):
        if not name.startswith(OWN):
            found[name] = WRITERS.get(name, _plain)(getattr(row, name)).strip()
    if len(found["body"]) > LONGEST_CELL:
        found["body"] = ""
    return found


def about(row: Document, today: date) -> dict[str, str]:
    """What an export adds: whose it is, where it stands, by when it was to be public, and how late it is."""
    done = timezone.localtime(row.first_released_at) if row.first_released_at else None
    return {
        "agency": row.agency.name,
        "category": row.category.name,
        "state": row.get_state_display(),
        "due_on": _plain(row.due_on),
        "first_released_at": f"{done:%Y-%m-%d %H:%M}" if done else "",
        "days_late": str(late) if (late := days_late(row, today)) else "",
    }


def days_late(row: Document, today: date) -> int:
    """Calendar days between the last day of its duty and its publication, or today; 0 in time or without."""
    if row.due_on is None or row.openness != Openness.OPEN:
        return 0
    public = timezone.localtime(row.first_released_at).date() if row.first_released_at else today
    return max(0, (public - row.due_on).days)


def read(
    texts: Mapping[str, str],
    kind: Kind,
    known: Document | None,
    find: Callable[[str], Document | None],
) -> Cells:
    """What a line says: column → text. Where it is `known`, only what differs from it; cells of the text that
    are empty leave it as it is. `find`: a document by its index number."""
    cells, written = Cells(), texts_of(known) if known is not None else {}
    called = labels(kind)
    for name, text in texts.items():
        if name in ABOUT or text == written.get(name, ""):
            continue
        if not text and name in ("body", "index_number", "openness"):
            continue
        if name.startswith(OWN):
            cells.own[name.removeprefix(OWN)] = text
            continue
        if name == "replaced_by":
            cells.given[name] = _found(text, find, called[name], cells.faults)
            continue
        try:
            cells.given[name] = READERS[name](text) if text and name in READERS else _nothing(name, text)
        except values.Wrong as wrong:
            told = {"field": called[name], "given": text[:60], "limit": ""}
            cells.faults.append(str(kindwords.FAULTS[str(wrong)]) % told)
        except Refused as refused:
            cells.faults.append(str(refused))
    return cells


def _nothing(name: str, text: str) -> str | date | None:
    return (text or None) if name in (*DAYS, "published_at") else text


def _found(
    text: str, find: Callable[[str], Document | None], called: str, faults: list[str]
) -> Document | None:
    found = find(text) if text else None
    if text and found is None:
        told = {"field": called, "number": text[:80]}
        faults.append(_("%(field)s: no document has the index number “%(number)s”.") % told)
    return found


def _is_english() -> bool:
    return (get_language() or "").startswith("en")


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def _moment(value: datetime | None) -> str:
    return timezone.localtime(value).replace(tzinfo=None).isoformat(sep=" ") if value else ""


def _of_choices(choices: type[Validity] | type[Openness]) -> Callable[[str], str]:
    return lambda value: str(choices(value).label) if value else ""


def _as_day(text: str) -> date:
    return date.fromisoformat(values.as_date(text))


def _as_moment(text: str) -> datetime:
    for way in MOMENTS:
        try:
            return timezone.make_aware(datetime.strptime(text, way))
        except ValueError:
            continue
    return timezone.make_aware(datetime.combine(_as_day(text), datetime.min.time()))


def _chosen(pairs: Callable[[], Mapping[str, str]]) -> Callable[[str], str]:
    """Reads one of these codes by itself or by what it is called in any language."""

    def read_one(text: str) -> str:
        wanted = heading(text)
        for language, _name in settings.LANGUAGES:
            with override(language):
                for code, label in pairs().items():
                    if wanted in (heading(code), heading(label)):
                        return code
        raise values.Wrong("choice")

    return read_one


def _themes() -> dict[str, str]:
    return {code: kindwords.theme_name(code) for code in cataloguedata.all_themes()}


def _genres() -> dict[str, str]:
    return {code: kindwords.genre_name(code) for code in cataloguedata.all_genres()}


def _grounds() -> dict[str, str]:
    return {one.code: kindwords.ground_name(one.code) for one in cataloguedata.openness_rules().grounds}


def _labels_of(choices: type[Validity] | type[Openness]) -> Callable[[], dict[str, str]]:
    return lambda: {str(code): str(label) for code, label in choices.choices}


def _as_html(text: str) -> str:
    """HTML as it is; anything else a paragraph a line."""
    if _TAGGED.search(text):
        return text
    return "".join(f"<p>{html.escape(line.strip())}</p>" for line in text.splitlines() if line.strip())


WRITERS: Mapping[str, Callable[[Any], str]] = {
    "published_at": _moment,
    "theme": kindwords.theme_name,
    "genre": kindwords.genre_name,
    "ground": lambda code: kindwords.ground_name(code) if code else "",
    "openness": _of_choices(Openness),
    "stated_validity": _of_choices(Validity),
    "replaced_by": lambda other: other.index_number if other else "",
}
"""Column → how its value is written, where that is not its text."""
READERS: Mapping[str, Callable[[str], Any]] = {
    **dict.fromkeys(DAYS, _as_day),
    "index_number": indexnumbers.check,
    "published_at": _as_moment,
    "theme": _chosen(_themes),
    "genre": _chosen(_genres),
    "ground": _chosen(_grounds),
    "openness": _chosen(_labels_of(Openness)),
    "stated_validity": _chosen(_labels_of(Validity)),
    "source_url": values.CLEANERS["url"],
    "body": _as_html,
}
"""Column → how its text is read; raises values.Wrong or Refused."""
