"""What an agency may word itself: letters, remedies, where to complain, the style of numbers."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.domain.casework.letters import unknown_in
from reports.domain.casework.remedies import OVERDUE, Remedy
from reports.queries import casewords, letterrules
from reports.queries.letterrules import LETTER, NUMBER, NUMBER_STYLE, REMEDY, letters, remedies

LONGEST_STYLE = 40
"""Signs of a style of numbers, so that a number fits its column."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to word. `standard`: the portal's own text, where an agency begins from."""

    code: str
    title: str
    group: str
    standard: str


def items() -> list[Item]:
    """Everything that may be worded, by group."""
    is_english = casewords.is_english()
    style = Item(NUMBER, _("Style of letter numbers"), _("Numbers"), NUMBER_STYLE)
    able = [
        Item(f"{LETTER}{each.code}", each.title_en if is_english else each.title, _("Letters"), each.body)
        for each in letters().templates.values()
    ]
    rules = [Item(f"{REMEDY}{each.id}", _name(each), _("Remedies"), each.text) for each in remedies().rules]
    rules += [
        Item(
            f"{REMEDY}{each.id}", _name(each, _("complaints, whatever the answer")), _("Remedies"), each.text
        )
        for each in remedies().complaints
    ]
    return [style, *able, *rules]


def item(code: str) -> Item | None:
    """The thing of that code."""
    return next((each for each in items() if each.code == code), None)


def fault(code: str, text: str) -> str:
    """Why that text cannot stand there, in words; "" for a sound one."""
    if item(code) is None:
        return _("There is nothing of that name to word.")
    if code == NUMBER:
        return _fault_of_style(text)
    if not code.startswith(LETTER):
        has_braces = "{" in text or "}" in text
        return _("This text takes no braces: it is printed as it stands.") if has_braces else ""
    known = letterrules.letters()
    unknown = unknown_in(text, known.blanks)
    if unknown:
        return _("Nothing is filled in for: %(names)s.") % {"names": ", ".join(unknown)}
    missing = known.missing_in(code.removeprefix(LETTER), text)
    if missing:
        names = ", ".join(f"{{{name}}}" for name in missing)
        return _("A letter of this kind must give: %(names)s.") % {"names": names}
    if not text.strip().splitlines()[0].rstrip().endswith("："):
        return _("The first line addresses somebody and ends with a colon.")
    return ""


def _name(rule: Remedy, about: str = "") -> str:
    """For which answers, of which days, by which article."""
    named = _(", ").join(_("no answer in time") if row == OVERDUE else row for row in rule.rows)
    rows = named if rule.rows in ((), (OVERDUE,)) else _("rows %(rows)s of the table") % {"rows": named}
    since, until = casewords.day(rule.since), casewords.day(rule.until) if rule.until else ""
    span = _("from %(since)s to %(until)s") if until else _("since %(since)s")
    span %= {"since": since, "until": until}
    rows = about or rows or _("all other answers")
    article = rule.article_en if casewords.is_english() else rule.article
    return " · ".join(part for part in (rows, span, article) if part)


def _fault_of_style(text: str) -> str:
    rest = text.replace("{year}", "").replace("{serial}", "")
    if text.count("{year}") != 1 or text.count("{serial}") != 1 or "{" in rest or "}" in rest:
        return _("Give {year} and {serial} once each, as in: %(style)s") % {"style": NUMBER_STYLE}
    if len(text) > LONGEST_STYLE or "\n" in text.strip():
        return _("One line of at most %(most)s characters.") % {"most": LONGEST_STYLE}
    return ""
