"""An installation of its own, driven line by line: `python -m tests.flows.installation` with a DATA_DIR.

Reads a JSON list a line, the name of an act and what it needs, and prints a line of JSON for each.
"""

from __future__ import annotations

import io
import json
import sys
import threading
from collections.abc import Callable
from typing import Any

import django
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application

django.setup()

from reports.domain.decisions import is_decidable  # noqa: E402
from reports.domain.statform.definition import CellKey  # noqa: E402
from reports.models import Document, DocumentVersion, Publication, Report  # noqa: E402
from reports.queries import exchange, publiccontent  # noqa: E402
from reports.services import documents, files, overrides, reports  # noqa: E402
from reports.services.documents import FileEdit, NewFile  # noqa: E402
from reports.services.reports import AttachmentEdit, NewAttachment  # noqa: E402
from tests.factories import (  # noqa: E402
    make_agency,
    make_category,
    make_document,
    make_publisher,
    make_reviewer,
    make_writer,
    seed_figures,
)

OFF = CellKey("statistics", "2", "year")
"""A sum of the form; 7 is not what its parts make."""


class Quiet(WSGIRequestHandler):
    """Tells nothing of what it answers."""

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


def prepare() -> str:
    """Makes the database, with the columns of the catalogue and the body that everything stands under."""
    call_command("migrate", verbosity=0)
    make_category()
    make_agency("示例市人民政府", slug="shili", kind="government")
    return "done"


def serve() -> str:
    """Answers on loopback; returns where."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.daemon_threads = True
    server.set_app(get_wsgi_application())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def publish(title: str, files: dict[str, str], kind: str = "document", fields: Any = None) -> str:
    """A new document with text files; returns its index number."""
    agency = make_agency("示例县教育局", slug="jiaoyu", parent=make_agency("示例市人民政府"))
    given: dict[str, Any] = {"fields": fields, "document_number": "示罚〔2024〕1号"} if fields else {}
    document = make_document(
        agency=agency,
        title=title,
        kind=kind,
        category=make_category("penalties" if fields else "regulations"),
        body=f"<p>{title}：全文。</p>",
        files=FileEdit(added=[NewFile(text.encode(), name) for name, text in files.items()]),
        state="published",
        **given,
    )
    return document.index_number


def change(number: str, title: str) -> str:
    """The next public version, with one more file."""
    document = Document.objects.get(index_number=number)
    documents.begin_change(document=document, by=make_writer(), change_note="改标题。")
    files = FileEdit(
        added=[NewFile(f"{title}的附件".encode(), "补充.txt", "补充", 9)],
        kept={row.pk: (row.title, row.position) for row in document.files.all()},
    )
    documents.revise(document=document, by=make_writer(), fields={"title": title}, files=files)
    documents.submit(document=document, by=make_writer())
    documents.approve(document=document, by=make_reviewer(), is_secrecy_reviewed=True)
    documents.publish(document=document, by=make_publisher())
    return "done"


def withdraw(number: str, reason: str) -> str:
    """Takes a document back."""
    document = Document.objects.get(index_number=number)
    documents.withdraw(document=document, reason=reason, by=make_publisher())
    return "done"


def report(year: int, kind: str, note: str = "") -> str:
    """A report with a sum that is off and explained, a file and its source; with a note, its correction."""
    agency = make_agency("示例县教育局", slug="jiaoyu", parent=make_agency("示例市人民政府"))
    writer = make_writer()
    if note:
        standing = Report.objects.current().get(agency=agency, year=year, kind=kind)
        draft = reports.new_revision(report=standing, by=writer, correction_note=note)
        kept = {row.pk: (row.title, row.position) for row in draft.attachments.all()}
        large = NewAttachment(("更" * 400_000).encode(), "更正.txt", "更正说明", 2)
        attached = AttachmentEdit(added=[large], kept=kept)
        reports.revise(report=draft, by=writer, fields={}, attachments=attached)
    else:
        draft = reports.create(
            by=writer, agency=agency, year=year, kind=kind, title=f"{year}年度报告", form_id="fujian-2008"
        )
        figures = {key: str(value) for key, value in seed_figures().items()}
        reports.save_figures(report=draft, raws={**figures, OFF: "7"}, by=writer)
        files.keep_source(report=draft, data=f"{year}原文".encode(), name="原文.txt")
        attached = AttachmentEdit(added=[NewAttachment(f"{year}附件{kind}".encode(), "附件.txt", "附件", 1)])
        links = [("解读", "https://example.gov.cn/a")]
        reports.revise(report=draft, by=writer, fields={}, links=links, attachments=attached)
    chapters = [("一", "概述", f"{year}年概述。{note}"), ("二", "其他", "无。")]
    reports.save_chapters(report=draft, chapters=chapters, by=writer)
    for finding in reports.recount(draft):
        if is_decidable(finding) and not note:
            overrides.override(report=draft, check_code=finding.check, reason="以原文为准。", by=writer)
    reports.submit(report=draft, by=writer, explanation="以原文为准，另行更正。")
    reports.approve(report=draft, by=make_reviewer(), is_secrecy_reviewed=True)
    reports.publish(report=draft, by=make_publisher())
    return draft.title


def withdraw_report(year: int, kind: str, reason: str) -> str:
    """Takes the standing revision back."""
    standing = Report.objects.current().get(year=year, kind=kind)
    reports.withdraw(report=standing, reason=reason, by=make_publisher())
    return "done"


def annual() -> dict[str, Any]:
    """Every revision that was ever public: content without ids, state, reason, checks, bytes; its origin."""
    found = {}
    for row in Report.objects.filter(released_at__isnull=False).order_by("pk"):
        content = publiccontent.of_report(row)
        del content["agency"]
        counts = [row.checks_held, row.checks_failed, row.checks_overridden]
        bytes_kept = [_text_of(kept) for kept in (*row.attachments.all(), *row.sources.all())]
        found[f"{row.year} {row.kind} {row.revision}"] = {
            "content": [
                content,
                row.state,
                row.withdrawal_reason,
                bool(row.superseded_at),
                counts,
                bytes_kept,
            ],
            "origin": row.origin,
            "signed": Publication.objects.of("report", row.pk).count(),
        }
    return found


def pull(address: str) -> str:
    """`manage.py pull_changes ADDRESS --once`; returns what it said."""
    said = io.StringIO()
    try:
        call_command("pull_changes", address, "--once", "--under", "shili", stdout=said, stderr=said)
    except SystemExit as end:
        said.write(f"exit {end.code}")
    return said.getvalue()


def contents() -> dict[str, Any]:
    """All that is public by index number: content, agency, column, bytes; and what was withdrawn, why."""
    rows = DocumentVersion.objects.standing().select_related("agency", "category", "document", "replaced_by")
    public = {
        one.index_number: [exchange.content_of(one), one.agency.name, one.category.code, _bytes(one)]
        for one in rows
    }
    gone = Document.objects.filter(withdrawn_at__isnull=False)
    return {
        "public": public,
        "gone": dict(gone.values_list("index_number", "withdrawal_reason")),
        "names": "张三丰" in repr([*gone.values_list(), *DocumentVersion.objects.values_list()]),
    }


def _bytes(version: DocumentVersion) -> list[str]:
    return [_text_of(kept) for kept in version.files.order_by("sha256")]


def _text_of(kept: Any) -> str:
    with kept.file.open("rb") as file:
        return str(file.read().decode()[:200])


ACTS: dict[str, Callable[..., Any]] = {
    act.__name__: act
    for act in (
        *(prepare, serve, publish, change, withdraw, pull, contents),
        *(report, withdraw_report, annual),
    )
}


def main() -> None:
    """Does what each line says, until there is none."""
    for line in sys.stdin:
        name, *given = json.loads(line)
        print(json.dumps(ACTS[name](*given)), flush=True)


if __name__ == "__main__":
    main()
