"""The doors of documents as tables, of acts on many of them, and of what readers reported; as `doors`."""

from __future__ import annotations

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from reports.models import Agency, Document, PageFault
from reports.services import pagefaults
from tests.admin.doors import Door, at, told
from tests.admin.doors_documents import Make, becomes, draft, written
from tests.admin.pages import fields
from tests.factories import make_category

TABLE = "标题,生成日期,正文\n新文件,2024-03-01,正文\n"


def handed_in(client: Client, agency: Agency, content: str = TABLE):
    """A table of that agency, given to the import."""
    form = {"agency": str(agency.pk), "kind": "document", "category": str(make_category().pk)}
    file = SimpleUploadedFile("a.csv", content.encode())
    return client.post(at("reports_document_import"), form | {"file": file})


def imported(client: Client, agency: Agency) -> str:
    """A table carried out after its preview."""
    page = handed_in(client, agency)
    if page.status_code == 200 and "preview" in page.context:
        page = client.post(at("reports_document_import"), fields(page, ""))
    return told(page, Document.objects.filter(agency=agency, title="新文件").exists())


def forced(client: Client, agency: Agency) -> str:
    """A yes sent by hand for that agency's id, without a preview."""
    make_category()
    form = {"_do": "1", "agency": str(agency.pk), "kind": "document", "digest": "0" * 64, "content": "YQ=="}
    answer = client.post(at("reports_document_import"), form)
    return told(answer, Document.objects.filter(agency=agency).exists())


def table_changes(client: Client, agency: Agency) -> str:
    """A draft of that agency changed by a table that names its number."""
    document = draft(agency)
    Document.objects.filter(pk=document.pk).update(document_number="示政办〔2024〕9号")
    page = handed_in(client, agency, "标题,文号\n改了,示政办〔2024〕9号\n")
    if page.status_code == 200 and "preview" in page.context:
        page = client.post(at("reports_document_import"), fields(page, ""))
    document.refresh_from_db()
    return told(page, document.title == "改了")


def exported(client: Client, agency: Agency) -> str:
    """The list as a file."""
    document = draft(agency)
    answer = client.post(f"{at('reports_document_export')}?kind=document", {"as": "csv"})
    return told(answer, answer.status_code == 200 and document.title in answer.content.decode())


def bulk(name: str, make: Make, is_done: Callable[[Document], bool]) -> Door:
    """An act on ticked documents, sent by hand."""

    def door(client: Client, agency: Agency) -> str:
        document = make(agency)
        form = {"action": name, "_selected_action": str(document.pk), "_do": "1", "is_secrecy_reviewed": "on"}
        form |= {f"version-{document.pk}": str(document.version), f"looked-{document.pk}": "on"}
        answer = client.post(at("reports_document_changelist"), form)
        document.refresh_from_db()
        return told(answer, is_done(document))

    return door


def fault(agency: Agency) -> PageFault:
    """What a reader reported about that agency's page."""
    return pagefaults.report(address=f"/agencies/{agency.slug}/", text="电话不对")


def fault_listed(client: Client, agency: Agency) -> str:
    """The list of readers' reports."""
    row = fault(agency)
    answer = client.get(at("reports_pagefault_changelist"))
    return told(answer, answer.status_code == 200 and row in answer.context["cl"].result_list)


def fault_page(name: str) -> Door:
    """A page of a report, only looked at."""

    def door(client: Client, agency: Agency) -> str:
        answer = client.get(at(f"reports_pagefault_{name}", fault(agency).pk))
        return told(answer, answer.status_code == 200)

    return door


def fault_settled(client: Client, agency: Agency) -> str:
    """A reader's report answered."""
    row = fault(agency)
    answer = client.post(at("reports_pagefault_change", row.pk), {"answer": "已更正"})
    row.refresh_from_db()
    return told(answer, row.settled_at is not None)


TABLE_DOORS: dict[str, Door] = {
    "import documents": imported,
    "force an import": forced,
    "change by table": table_changes,
    "export documents": exported,
    "submit documents": bulk("submit_selected", draft, becomes("in_review")),
    "approve documents": bulk(
        "review_selected", written("in_review"), lambda document: document.reviewed_at is not None
    ),
    "publish documents": bulk("publish_selected", written("approved"), becomes("published")),
    "fault list": fault_listed,
    "fault page": fault_page("change"),
    "fault history": fault_page("history"),
    "settle fault": fault_settled,
}
