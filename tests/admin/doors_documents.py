"""The doors of catalogue documents and columns; as `doors`."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from reports.models import Agency, Category, Document
from reports.services import categories, documents
from reports.services.documents import FileEdit, NewFile
from tests.admin.doors import SOON, Door, at, told
from tests.factories import make_account, make_category, make_document

ROWS = {f"{prefix}-{part}": "0" for prefix in ("files", "links") for part in ("TOTAL_FORMS", "INITIAL_FORMS")}
Make = Callable[[Agency], Document]


def written(state: str, **more: object) -> Make:
    """A document by 陈, 李 and 赵 as far as that state."""
    return lambda agency: make_document(agency=agency, state=state, **more)


draft = written("draft")
closed = written("draft", openness="closed", ground="internal")


def in_change(agency: Agency) -> Document:
    """A public one that 陈 is changing."""
    document = make_document(agency=agency, state="published")
    return documents.begin_change(document=document, by=make_account("chen", "editor"), change_note="改")


def document_listed(client: Client, agency: Agency) -> str:
    """The list of documents."""
    document = draft(agency)
    answer = client.get(at("reports_document_changelist"))
    return told(answer, answer.status_code == 200 and document in answer.context["cl"].result_list)


def page(name: str, make: Make = draft) -> Door:
    """A page of a document, only looked at."""

    def door(client: Client, agency: Agency) -> str:
        answer = client.get(at(f"reports_document_{name}", make(agency).pk))
        return told(answer, answer.status_code == 200)

    return door


def kept_file(client: Client, agency: Agency) -> str:
    """An attachment of a draft."""
    document = make_document(agency=agency, files=FileEdit(added=[NewFile("附件一".encode(), "a.txt")]))
    answer = client.get(at("reports_document_file", document.pk, document.files.get().pk))
    found = told(answer, answer.status_code == 200)
    answer.getvalue()  # to its end: closed by hand, it would take the connection of the test along
    return found


def sent(name: str, make: Make, is_done: Callable[[Document], bool], **typed: str) -> Door:
    """A page of a document, with a form sent to it."""

    def door(client: Client, agency: Agency) -> str:
        document = make(agency)
        form = {"version": str(document.version), "_version": str(document.version), **typed}
        form |= {"agency": str(agency.pk), "category": str(document.category_id), "kind": "document"}
        form.setdefault("openness", "open")
        answer = client.post(at(f"reports_document_{name}", document.pk), form)
        after = Document.objects.filter(pk=document.pk).first()
        return told(answer, after is None if name == "delete" else is_done(after))

    return door


def becomes(state: str) -> Callable[[Document], bool]:
    """Whether the document is in that state now."""
    return lambda document: document.state == state


def added(client: Client, agency: Agency) -> str:
    """A new document for that agency's id, sent by hand."""
    form = {"agency": str(agency.pk), "category": str(make_category().pk), "kind": "document", "title": "新"}
    answer = client.post(at("reports_document_add"), {**form, "openness": "open", **ROWS})
    return told(answer, Document.objects.filter(agency=agency).exists())


def offered(client: Client, agency: Agency) -> str:
    """Whether a relation finds a document of that agency by its title."""
    document = draft(agency)
    query = {"app_label": "reports", "model_name": "documentlink", "field_name": "target"}
    answer = client.get(reverse("admin:autocomplete"), query | {"term": document.title})
    found = answer.json()["results"] if answer.status_code == 200 else []
    return told(answer, str(document.pk) in [one["id"] for one in found])


def column(agency: Agency) -> Category:
    """A column of that agency."""
    parent = make_category()
    row = Category(agency=agency, parent=parent, code="own", name="自设栏目")
    return categories.save(category=row, by=make_account("zhao", "publisher"))


def column_listed(client: Client, agency: Agency) -> str:
    """The list of columns."""
    row = column(agency)
    answer = client.get(at("reports_category_changelist"))
    return told(answer, answer.status_code == 200 and row in answer.context["cl"].result_list)


def column_added(client: Client, agency: Agency) -> str:
    """A new column for that agency's id."""
    form = {"agency": str(agency.pk), "parent": str(make_category().pk), "code": "own", "name": "新栏目"}
    answer = client.post(at("reports_category_add"), form | {"position": "1", "is_active": "on"})
    return told(answer, Category.objects.filter(agency=agency).exists())


def column_sent(client: Client, agency: Agency) -> str:
    """A column renamed."""
    row = column(agency)
    form = {"agency": str(agency.pk), "parent": str(row.parent_id), "code": "own", "name": "改名"}
    answer = client.post(at("reports_category_change", row.pk), form | {"position": "1", "is_active": "on"})
    row.refresh_from_db()
    return told(answer, row.name == "改名")


def column_deleted(client: Client, agency: Agency) -> str:
    """A column deleted."""
    row = column(agency)
    answer = client.post(at("reports_category_delete", row.pk), {"post": "yes"})
    return told(answer, not Category.objects.filter(pk=row.pk).exists())


def overview(client: Client, agency: Agency) -> str:
    """What the catalogue of that agency holds and lacks."""
    make_category()
    answer = client.get(at("reports_category_overview_of", agency.pk))
    return told(answer, answer.status_code == 200)


DOCUMENT_DOORS: dict[str, Door] = {
    "document list": document_listed,
    "document page": page("change"),
    "document history": page("history"),
    "document review": page("review", written("in_review")),
    "document file": kept_file,
    "write document": sent("change", draft, lambda document: document.title == "新", title="新", **ROWS),
    "delete document": sent("delete", draft, lambda document: False, post="yes"),
    "submit document": sent("submit", draft, becomes("in_review")),
    "change document": sent("begin_change", written("published"), becomes("draft"), words="改"),
    "give up change": sent("give_up", in_change, becomes("published")),
    "approve document": sent(
        "review",
        written("in_review"),
        lambda document: document.reviewed_at is not None,
        is_secrecy_reviewed="on",
    ),
    "return document": sent("send_back", written("in_review"), becomes("draft"), words="补充"),
    "publish document": sent("publish", written("approved"), becomes("published")),
    "schedule document": sent(
        "schedule", written("approved"), lambda document: document.scheduled_at is not None, at=SOON
    ),
    "withdraw document": sent("withdraw", written("published"), becomes("withdrawn"), words="误发"),
    "reconsider": sent(
        "reconsider", closed, lambda document: document.openness == "open", openness="open", words="变化"
    ),
    "add document": added,
    "choose document": offered,
    "column list": column_listed,
    "add column": column_added,
    "change column": column_sent,
    "delete column": column_deleted,
    "overview": overview,
}
