"""Which documents the lines of a table mean: by index number, document number, item, or title and day."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from reports.domain.catalogue import docnumber
from reports.domain.catalogue.kinds import Kind
from reports.domain.roles import Action
from reports.models import Account, Agency, Document
from reports.queries import access
from reports.services import documentrows, indexnumbers
from reports.services.documentrows import OWN
from reports.services.revisions import Refused


class Known:
    """The documents of an agency and kind that lines of a table may mean, in a fixed number of queries.

    `is_held`: locked to the end of the transaction.
    """

    def __init__(
        self, agency: Agency, kind: Kind, texts: list[dict[str, str]], by: Account, *, is_held: bool = False
    ) -> None:
        self._has_item = any(one.code == "item_code" for one in kind.fields)
        # Every document that such a number names, whoever's it is: two never have the same.
        numbers = {_number(one) for one in texts} | {one.get("replaced_by", "") for one in texts}
        rows = Document.objects.select_related("agency", "category", "replaced_by")
        if is_held:
            rows = rows.select_for_update(of=("self",), no_key=True)
        found = rows.filter(index_number__in=numbers - {""})
        self.by_index = {row.index_number: row for row in found}
        seen = access.limited(Document.objects.filter(index_number__in=numbers), by, Action.VIEW_DOCUMENT)
        self._seen = set(seen.values_list("index_number", flat=True))
        own = rows.filter(agency=agency, kind=kind.code, erased_at=None)
        keys = [self.key(one) for one in texts]
        self.by_key: dict[tuple[str, ...], list[Document]] = {}
        for name, lookup in (
            ("number", "document_number"),
            ("item", "fields__item_code"),
            ("title", "title"),
        ):
            wanted = {key[1] for key in keys if key and key[0] == name}
            for row in own.filter(**{f"{lookup}__in": wanted}) if wanted else ():
                found_key = self._key_of(name, row)
                if found_key is not None:
                    self.by_key.setdefault(found_key, []).append(row)

    def key(self, texts: Mapping[str, str]) -> tuple[str, ...] | None:
        """What a line is known by besides its index number."""
        if number := docnumber.canonical(texts.get("document_number", "")):
            return ("number", number)
        if self._has_item and (item := texts.get(f"{OWN}item_code", "")):
            return ("item", item)
        if title := " ".join(texts.get("title", "").split()):
            return ("title", title, _day(texts.get("made_on", "")))
        return None

    def keys(self, texts: Mapping[str, str], row: Document) -> list[Hashable]:
        """What no second line may have: the same number, the same words, the same document."""
        key = ("index", _number(texts)) if _number(texts) else self.key(texts)
        return [one for one in (key, ("id", row.pk) if row.pk else None) if one]

    def find(self, texts: Mapping[str, str]) -> list[Document]:
        """The documents a line may mean; one with another index number is not meant."""
        number = _number(texts)
        if number in self.by_index:
            return [self.by_index[number]]
        key = self.key(texts)
        rows = self.by_key.get(key, []) if key else []
        return [row for row in rows if not number or not row.index_number]

    def other(self, number: str) -> Document | None:
        """Another document by its index number, if they may see it."""
        return self.by_index.get(number) if number in self._seen else None

    def _key_of(self, name: str, row: Document) -> tuple[str, ...] | None:
        if name == "number":
            return ("number", row.document_number)
        if name == "item":
            return ("item", row.fields["item_code"]) if not row.document_number else None
        is_last = not row.document_number and not (self._has_item and row.fields.get("item_code"))
        return ("title", row.title, str(row.made_on or "")) if is_last else None


def _number(texts: Mapping[str, str]) -> str:
    try:
        return indexnumbers.check(texts.get("index_number", "")) if texts.get("index_number") else ""
    except Refused:
        return ""


def _day(text: str) -> str:
    try:
        return str(documentrows.READERS["made_on"](text)) if text else ""
    except ValueError:
        return text
