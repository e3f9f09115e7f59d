"""Cleaning what a document is given, whoever gives it: staff, an import, another installation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.domain.catalogue import docnumber
from reports.domain.catalogue.kinds import unfilled, validate
from reports.domain.catalogue.validity import Validity
from reports.domain.refusal import Refused as Unreadable
from reports.models import Category, Document
from reports.models.documentcontent import CONTENT
from reports.models.documentcontent import Validity as Stated
from reports.queries import cataloguedata, documentduty, kindwords, refusals
from reports.queries.documentchanges import field_name
from reports.readers import richtext
from reports.services import indexnumbers
from reports.services.revisions import Refused

OWN = ("agency", "index_number", "openness", "ground", "ground_note", "reevaluate_on", "change_note")
GIVEN = frozenset({*CONTENT, *OWN} - {"body_text"})
"""What may be given of a draft."""
COMPUTED = ("body_text", "due_on", "is_erasable", "address")
LINE = {"title": 300, "document_number": 100, "issued_by": 200, "keywords": 200, "source_line": 200}
"""Fields of one line, and the most characters they may have."""
LONGEST_SUMMARY = 2000
_BLANKS = re.compile(r"\s+")


class BadDocument(Refused):
    """What was given cannot stand. `errors`: field of the document → sentences; "fields" for those of its
    kind, each of which `kind_errors` has by its own code."""

    def __init__(self, errors: Mapping[str, list[str]], kind_errors: Mapping[str, str] | None = None) -> None:
        super().__init__(" ".join(text for texts in errors.values() for text in texts))
        self.errors = dict(errors)
        self.kind_errors = dict(kind_errors or {})


def put(row: Document, given: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Puts cleaned values into a row that is not stored yet; returns field → (before, after).

    Raises BadDocument, naming everything that is wrong; TypeError for what may not be given.
    """
    unknown = set(given) - GIVEN
    if unknown:
        raise TypeError(f"A document's {', '.join(sorted(unknown))} cannot be given.")
    before = {name: getattr(row, name) for name in (*GIVEN, *COMPUTED)}
    errors: dict[str, list[str]] = {}
    kind_errors: dict[str, str] = {}
    for name, value in given.items():
        setattr(row, name, value)
    _lines(row, errors)
    _body(row, given, errors)
    _kind(row, given, errors, kind_errors)
    _place(row, errors)
    _openness(row, errors)
    _dates(row, errors)
    _number(row, given, errors)
    _known(row, errors)
    _replacing(row, given, errors)
    if errors:
        raise BadDocument(errors, kind_errors)
    _unfilled(row)
    due = documentduty.due_of(row)
    row.due_on = due.day if due else None
    return {name: (old, getattr(row, name)) for name, old in before.items() if old != getattr(row, name)}


def _lines(row: Document, errors: dict[str, list[str]]) -> None:
    for name, longest in LINE.items():
        text = _BLANKS.sub(" ", _readable(getattr(row, name))).strip()
        setattr(row, name, text)
        if len(text) > longest:
            errors[name] = [_long(name, longest)]
    row.keywords = ",".join(part.strip() for part in re.split(r"[,，、;；]", row.keywords) if part.strip())
    row.document_number = docnumber.canonical(row.document_number)
    for name in ("summary", "change_note", "ground_note"):
        setattr(row, name, _readable(getattr(row, name)).strip())
    if len(row.summary) > LONGEST_SUMMARY:
        errors["summary"] = [_long("summary", LONGEST_SUMMARY)]
    if not any(sign.isalnum() for sign in row.title):
        errors["title"] = [_("Give the document a title.")]


def _readable(text: str) -> str:
    """Without signs that no database or page takes."""
    return "".join(sign for sign in text if sign in "\n\t" or (sign.isprintable() or sign == "\u3000"))


def _long(name: str, limit: int) -> str:
    return _("“%(field)s” has at most %(limit)s characters.") % {"field": field_name(name), "limit": limit}


def _body(row: Document, given: Mapping[str, Any], errors: dict[str, list[str]]) -> None:
    if "body" not in given:
        return
    try:
        clean = richtext.clean(row.body)
    except Unreadable as refused:
        errors["body"] = [refusals.sentence(refused)]
        return
    row.body, row.body_text = clean.html, clean.text
    row.text_warnings = [refusals.warning(one.code, one.value) for one in clean.warnings]


def _kind(
    row: Document, given: Mapping[str, Any], errors: dict[str, list[str]], kind_errors: dict[str, str]
) -> None:
    kind = cataloguedata.all_kinds().get(row.kind)
    if kind is None:
        errors["kind"] = [_("There is no such kind of document.")]
        return
    if row.pk and kind.erase_on_withdrawal and not row.is_erasable:
        errors["kind"] = [
            _(
                "What was begun as another kind cannot become one whose names are deleted for good: the log "
                "keeps its title. Begin anew with this kind, and delete this draft."
            )
        ]
    row.is_erasable = row.is_erasable or kind.erase_on_withdrawal
    if "fields" in given or "kind" in given:
        texts = {str(name): str(value) for name, value in dict(row.fields).items() if value not in (None, "")}
        done = validate(kind, texts)
        row.fields = done.clean
        # A draft may be unfinished. A change of the kind drops what the new one has no field for.
        passed = {"required"} if "fields" in given else {"required", "unknown"}
        faults = [one for one in done.errors if one.fault not in passed]
        if faults:
            kind_errors |= {one.field: kindwords.sentence(one, kind) for one in faults}
            errors["fields"] = list(kind_errors.values())


def _unfilled(row: Document) -> None:
    """Tells of fields that may stay empty and should not."""
    for one in unfilled(cataloguedata.kind(row.kind), row.fields):
        words = _("“%(field)s” is empty. Fill it in, unless the rules of your field set no such day.")
        row.text_warnings = [*row.text_warnings, words % {"field": kindwords.label(one)}]


def missing(row: Document) -> list[str]:
    """What a document of its kind needs and this one lacks, in sentences; a draft may lack it."""
    kind = cataloguedata.kind(row.kind)
    texts = {name: str(value) for name, value in row.fields.items()}
    found = [
        _("“%(field)s”: fill this in.") % {"field": kindwords.local(one.label, one.label_en)}
        for one in kind.common
        if one.required and not getattr(row, one.code, None)
    ]
    return found + [kindwords.sentence(one, kind) for one in validate(kind, texts).errors]


def _place(row: Document, errors: dict[str, list[str]]) -> None:
    if row.category_id is None:
        errors["category"] = [_("Choose a column.")]
        return
    category = row.category
    is_free = Category.objects.open_to(row.agency_id).filter(pk=category.pk).exists()
    known = {one.code: one for one in cataloguedata.categories().all}
    data = known.get(category.code) if category.agency_id is None else None
    if not is_free or (data and data.holds != "documents"):
        errors["category"] = [_("Nothing can be published under this column. Choose one below it.")]


def _openness(row: Document, errors: dict[str, list[str]]) -> None:
    rules = cataloguedata.openness_rules()
    fault = rules.fault(row.openness, row.ground)
    if fault == "unknown":
        errors["openness"] = [_("There is no such way of being open, or no such ground.")]
    elif fault == "ground_missing":
        errors["ground"] = [_("Say on what ground it is not disclosed.")]
    elif fault == "ground_too_many":
        row.ground = ""
    if not fault and not rules.way(row.openness).is_public and row.reevaluate_on is None:
        row.reevaluate_on = rules.look_again(timezone.localdate())


def _dates(row: Document, errors: dict[str, list[str]]) -> None:
    dates = Validity(row.effective_on, row.amended_on, row.expires_on, row.repealed_on)
    for name in dates.faults():
        errors[name] = [
            _("This day does not fit the others: it lies before the first or behind the last one.")
        ]
    for name in ("made_on", "effective_on", "amended_on", "expires_on", "repealed_on", "published_at"):
        day = getattr(row, name)
        if day is not None and not 1949 <= day.year <= 2099:
            errors[name] = [
                _("Give a year from %(earliest)s to %(latest)s.") % {"earliest": 1949, "latest": 2099}
            ]


def _known(row: Document, errors: dict[str, list[str]]) -> None:
    """What is chosen must be there to choose, and an address one of the web, whoever gives it."""
    known = {
        "theme": cataloguedata.all_themes(),
        "genre": cataloguedata.all_genres(),
        "stated_validity": Stated.values,
    }
    for name, values in known.items():
        value = getattr(row, name)
        if value and value not in values:
            errors[name] = [_("There is no such choice: “%(value)s”.") % {"value": value[:60]}]
    try:
        Document._meta.get_field("source_url").clean(row.source_url, row)
    except ValidationError as wrong:
        errors["source_url"] = wrong.messages


def _replacing(row: Document, given: Mapping[str, Any], errors: dict[str, list[str]]) -> None:
    """Nothing replaces itself, in a ring of several neither."""
    seen, other = {row.pk}, row.replaced_by
    while "replaced_by" in given and other is not None:
        if other.pk in seen:
            errors["replaced_by"] = [
                _("These documents replace one another in a ring. Name only the newest.")
            ]
            return
        seen.add(other.pk)
        other = other.replaced_by


def _number(row: Document, given: Mapping[str, Any], errors: dict[str, list[str]]) -> None:
    if "index_number" not in given or not row.index_number:
        if "index_number" in given:
            row.address = ""
        return
    try:
        row.index_number = indexnumbers.check(row.index_number)
    except Refused as refused:
        errors["index_number"] = [str(refused)]
        return
    others = Document.objects.filter(index_number=row.index_number).exclude(pk=row.pk)
    if others.exists():
        errors["index_number"] = [_("Another document has this index number.")]
    elif row.pk:
        row.address = indexnumbers.address_of(row.index_number, row.pk)
