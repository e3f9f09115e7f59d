"""One catalogue document as the public reads it: which version an address means, and what stands on its page.

The public reads versions, never the working copy: only there are names masked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, QuerySet, Sum
from django.utils.functional import cached_property

from reports.domain.catalogue.kinds import Kind
from reports.domain.catalogue.validity import STANDING, State
from reports.models import (
    Agency,
    ColumnCount,
    Document,
    DocumentFile,
    DocumentVersion,
    FormerDocumentAddress,
    Publication,
    VersionFile,
    VersionLink,
)
from reports.queries import (
    cataloguedata,
    documentaddresses,
    documentforce,
    documentpublic,
    kindwords,
    manifest,
    respelt,
)
from reports.queries.stattables import local

LONG = ("body", "body_text", "summary", "change_note")
"""What lists leave in the database."""
WEB = ("https://", "http://")
PICTURES = frozenset({"image/png", "image/jpeg"})
PLAIN = "application/octet-stream"
LARGEST = 2**63
"""No id is so large, and no database takes one."""


def public_documents() -> QuerySet[DocumentVersion]:
    """The standing version of every public document, newest first, without its text.

    Every public list, feed and site map begins here. Where each is read: `documentaddresses.of(address)`, or
    in the reader's language `reverse("document-detail", args=[address])`.
    """
    found = DocumentVersion.objects.standing().select_related("agency", "category")
    return found.defer(*LONG).order_by("-published_at", "-pk")


def lasting() -> QuerySet[DocumentVersion]:
    """Those of them that search engines may keep: none of a kind whose withdrawal leaves no name behind."""
    erasable = [code for code, kind in cataloguedata.all_kinds().items() if kind.erase_on_withdrawal]
    return public_documents().exclude(kind__in=erasable)


def count_of_lasting() -> tuple[int, datetime | None]:
    """How many those are, and when one of them last came or went; counts nothing."""
    kinds = cataloguedata.all_kinds().values()
    erasable = [kind.code for kind in kinds if kind.erase_on_withdrawal]
    kept = ColumnCount.objects.exclude(kind__in=erasable)
    found = kept.aggregate(all=Sum("count"), last=Max("changed_at"))
    return found["all"] or 0, found["last"]


@dataclass(frozen=True, slots=True)
class Gone:
    """What is told of a withdrawn document or version. `title`: "" where no name may stay behind.

    `is_readable`: another version of it stands.
    """

    address: str
    title: str
    index_number: str
    agency: Agency
    at: datetime
    reason: str
    is_readable: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """What an address means. `standing`: the version that is read today. `versions`: open ones, newest first.

    `hidden`: names that the public must not read, wherever they stand.
    """

    version: DocumentVersion
    standing: DocumentVersion
    versions: tuple[DocumentVersion, ...]
    hidden: tuple[str, ...]
    is_pinned: bool

    @property
    def kind(self) -> Kind:
        """The kind of the version."""
        return cataloguedata.kind(self.version.kind)


def opened(address: str, number: int | None = None) -> Opened | Gone | None:
    """The version that an address means: the one named, or the one that stands. None: nothing was public."""
    document = (
        Document.objects.filter(address=address)
        .exclude(first_released_at=None)
        .only("index_number", "address", "kept_content", "is_erasable", "withdrawn_at", "withdrawal_reason")
        .first()
    )
    if document is None or not address:
        return None
    around = ("agency", "category__parent__parent", "category__agency")
    versions = tuple(document.versions.select_related(*around).defer("body", "body_text").order_by("-number"))
    standing = next((one for one in versions if one.is_standing), None)
    named = standing if number is None else next((one for one in versions if one.number == number), None)
    if named is None and (number is not None or not versions):
        return None
    if named is None or named.withdrawn_at or standing is None:
        return _gone(document, named or versions[0], standing)
    readable = tuple(one for one in versions if one.withdrawn_at is None)
    return Opened(named, standing, readable, documentpublic.hidden_of(standing), number is not None)


def _gone(document: Document, version: DocumentVersion, standing: DocumentVersion | None) -> Gone:
    return Gone(
        address=document.address,
        title="" if document.is_erasable else version.title,
        index_number=document.index_number,
        agency=version.agency,
        at=version.withdrawn_at or document.withdrawn_at or version.released_at,
        reason=document.withdrawal_reason,
        is_readable=standing is not None,
    )


def record(version: DocumentVersion) -> str:
    """The canonical text of a version that may be read (queries/documentpublic)."""
    return documentpublic.record_of(documentpublic.whole(DocumentVersion.objects.all()).get(pk=version.pk))


@dataclass(frozen=True, slots=True)
class Said:
    """One field of the document's kind, in the reader's language. `is_link`: an address of the web."""

    label: str
    value: str
    is_long: bool
    is_link: bool = False


@dataclass(frozen=True, slots=True)
class FileLine:
    """One attachment to take along. `path` "": of a replaced version, and no longer handed out."""

    title: str
    name: str
    ending: str
    size: int
    sha256: str
    path: str


@dataclass(frozen=True, slots=True)
class Force:
    """Whether it is in force today (有效性). `since`: the first day of that state, None where nobody says."""

    code: State
    name: str
    since: date | None
    replaced_by: tuple[DocumentVersion, ...]

    @property
    def mark(self) -> str:
        """The mark beside its name."""
        return "holds" if self.code in STANDING else "open" if self.code == State.NOT_YET else "fails"


class DocumentPage:
    """Everything on a document's page; each part asks the database when it is first read."""

    def __init__(self, chosen: Opened, *, on: date) -> None:
        self.chosen, self.version, self.kind, self.on = chosen, chosen.version, chosen.kind, on

    @cached_property
    def text(self) -> dict[str, str]:
        """`body` (cleaned when it was stored) and `summary`."""
        return DocumentVersion.objects.values("body", "summary").get(pk=self.version.pk)

    @cached_property
    def entry(self) -> Publication | None:
        """Its entry in the manifest; None: public since before documents were entered."""
        return manifest.of_version(self.version)

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """The fields of its kind that anybody may read."""
        return tuple(self._said())

    def _said(self) -> Iterator[Said]:
        is_english = local("", "en") == "en"
        for one in self.kind.fields:
            value = self.version.fields.get(one.code, "")
            if one.is_public and value:
                shown = one.shown(value, english=is_english)
                if one.unit and one.type in ("money", "number"):
                    shown = f"{shown} {local(one.unit, one.unit_en)}"
                is_link = one.type == "url" and value.startswith(WEB)
                yield Said(kindwords.label(one), shown, one.type == "long_text", is_link)

    @property
    def labels(self) -> dict[str, str]:
        """What its kind calls a field that every document has, by its name."""
        return {one.code: local(one.label, one.label_en) for one in self.kind.common}

    @cached_property
    def files(self) -> tuple[FileLine, ...]:
        """Its attachments; of a replaced version only those that still stand."""
        rows = VersionFile.objects.filter(version=self.chosen.standing).select_related("file")
        rows = rows.filter(file__erased_at=None, file__is_inline=False)
        if self.version != self.chosen.standing:
            rows = rows.filter(file__in=VersionFile.objects.filter(version=self.version).values("file"))
        return tuple(self._line(row) for row in rows)

    def _line(self, row: VersionFile) -> FileLine:
        name = respelt.without(self.chosen.hidden, row.file.name)
        return FileLine(
            title=respelt.without(self.chosen.hidden, row.title) or name,
            name=name,
            ending=name.rpartition(".")[2].upper() if "." in name else "",
            size=row.file.size,
            sha256=row.file.sha256,
            path=documentaddresses.of_file(self.version.address, row.file_id),
        )

    @cached_property
    def force(self) -> Force | None:
        """Whether it is in force; None for what never had force."""
        state = documentforce.state_of(self.version, on=self.on)
        if state is None:
            return None
        name, since = str(documentforce.NAMES[state]), documentforce.since(self.version, state)
        return Force(state, name, since, self._replacing())

    def _replacing(self) -> tuple[DocumentVersion, ...]:
        named = {self.version.replaced_by_id} - {None}
        named |= {link.document for link in self._links if link.relation == "replaced by"}
        return tuple(self._others[pk] for pk in sorted(named) if pk in self._others)

    @cached_property
    def related(self) -> tuple[tuple[str, tuple[DocumentVersion, ...]], ...]:
        """(relation, documents) that are public, both ways round: "interprets", "interpreted by" …

        What stands in its place is told with its force.
        """
        found: dict[str, list[DocumentVersion]] = {}
        for link in self._links:
            if link.document in self._others and link.relation != "replaced by":
                found.setdefault(link.relation, []).append(self._others[link.document])
        return tuple((relation, tuple(documents)) for relation, documents in found.items())

    @cached_property
    def _links(self) -> tuple[Link, ...]:
        return tuple(_links(self.version))

    @cached_property
    def _others(self) -> dict[int, DocumentVersion]:
        ids = {link.document for link in self._links} | {self.version.replaced_by_id}
        return {one.document_id: one for one in public_documents().filter(document__in=ids - {None})}


@dataclass(frozen=True, slots=True)
class Link:
    """Another document (its id), and what it is to this one."""

    relation: str
    document: int


BACKWARDS = {
    "interprets": "interpreted by",
    "answers": "answered by",
    "amends": "amended by",
    "replaces": "replaced by",
}
"""In the order of the page."""


def _links(version: DocumentVersion) -> Iterator[Link]:
    """Those that name this one first: what a reader of a policy looks for is its interpretation."""
    pointing = VersionLink.objects.filter(target=version.document_id, version__is_standing=True)
    found = list(pointing.order_by("-version__published_at").values_list("relation", "version__document"))
    for code, relation in BACKWARDS.items():
        yield from (Link(relation, pk) for given, pk in found if given == code)
    for relation, pk in version.link_rows.values_list("relation", "target"):
        yield Link(relation, pk)


@dataclass(frozen=True, slots=True)
class Handed:
    """A file to hand over: its name without the names that must not be read, and how it is labelled."""

    file: DocumentFile
    name: str
    media_type: str
    is_erasable: bool


def file(address: str, pk: int) -> Handed | None:
    """That attachment or picture, as far as the version that stands bears it; else nobody gets it."""
    if pk >= LARGEST:
        return None
    rows = VersionFile.objects.filter(
        file=pk, file__erased_at=None, version__is_standing=True, version__address=address
    )
    row = rows.select_related("file", "version__document").first()
    if row is None:
        return None
    kept, version = row.file, row.version
    is_picture = kept.is_inline and kept.content_type in PICTURES
    return Handed(
        file=kept,
        name=respelt.without(documentpublic.hidden_of(version), kept.name),
        media_type=kept.content_type if is_picture else PLAIN,
        is_erasable=version.document.is_erasable,
    )


def former(path: str) -> str | None:
    """The address of the document that once stood under that path; None for any other path."""
    found = FormerDocumentAddress.objects.filter(path=path[:300]).exclude(document__first_released_at=None)
    return found.values_list("document__address", flat=True).first() if len(path) <= 300 else None
