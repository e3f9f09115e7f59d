"""A document in the admin: written with the fields of its kind, reviewed, published, changed, withdrawn."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reports.models import Document, DocumentVersion
from tests.admin.door import prove
from tests.admin.pages import fields, signed_in, text
from tests.factories import make_agency, make_category, make_document

pytestmark = pytest.mark.django_db


def at(name: str, *args: object) -> str:
    return reverse(f"admin:reports_{name}", args=args)


def editor():
    return signed_in("chen", "editor")


def form_of(page) -> dict[str, str]:
    return fields(page, "document_form")


def test_a_clerk_writes_a_document_with_an_attachment_and_sends_it_to_review():
    agency = make_agency(index_prefix="014416330")
    client = editor()
    page = client.get(at("document_add"))
    form = form_of(page) | {
        "agency": str(agency.pk),
        "category": str(make_category().pk),
        "title": "关于加强绿化管理的通知",
        "made_on": "2024-03-01",
        "body": '<p class="MsoNormal" style="color:red">各单位：<o:p></o:p></p><script>alert(1)</script>',
        "files-0-title": "附表",
    }
    answer = client.post(
        at("document_add"), form | {"files-0-file": SimpleUploadedFile("附表.txt", "附表".encode())}
    )
    assert answer.status_code == 302, text(answer)
    document = Document.objects.get()
    assert document.body == "<p>各单位：</p>"
    assert document.files.get().name == "附表.txt"
    page = client.get(at("document_change", document.pk))
    assert at("document_review", document.pk) in text(page)
    client.post(at("document_submit", document.pk), {"version": str(document.version)})
    document.refresh_from_db()
    assert (document.state, document.index_number) == ("in_review", "014416330/2024-00001")


def test_the_fields_of_the_kind_are_in_the_form_and_what_is_wrong_stands_beside_them():
    agency = make_agency(index_prefix="014416330")
    client = editor()
    page = client.get(at("document_add"), {"kind": "penalty"})
    form = form_of(page)
    assert {"kind_party_name", "kind_violation", "kind_fine"} <= set(form)
    form |= {"agency": str(agency.pk), "category": str(make_category("penalties").pk), "title": "处罚决定"}
    form |= {"kind_party_name": "张三", "kind_fine": "很多"}
    answer = client.post(at("document_add") + "?kind=penalty", form)
    assert answer.status_code == 200
    assert "很多" in text(answer) and "kind_fine" in answer.context["adminform"].form.errors
    assert not Document.objects.exists()
    answer = client.post(at("document_add") + "?kind=penalty", form | {"kind_fine": "0.02"})
    assert answer.status_code == 302
    assert Document.objects.get().fields == {"party_name": "张三", "fine": "0.02"}


def test_a_second_clerk_is_told_what_the_first_saved():
    document = make_document()
    first, second = editor(), signed_in("zhou", "editor")
    typed = form_of(second.get(at("document_change", document.pk)))
    saved = form_of(first.get(at("document_change", document.pk))) | {"title": "先"}
    assert first.post(at("document_change", document.pk), saved).status_code == 302
    answer = second.post(at("document_change", document.pk), typed | {"title": "后"})
    assert answer.status_code == 200 and "chen" in text(answer)
    document.refresh_from_db()
    assert document.title == "先"


def test_saving_without_a_change_writes_nothing():
    document = make_document(summary="概述")
    client = editor()
    form = form_of(client.get(at("document_change", document.pk)))
    assert client.post(at("document_change", document.pk), form).status_code == 302
    document.refresh_from_db()
    assert document.version == 0


def test_the_reviewer_sees_the_warning_and_must_confirm_it_then_another_publishes():
    document = make_document(body="<p>联系人身份证号11010519491231002X。</p>", state="in_review")
    reviewer, address = signed_in("li", "reviewer"), at("document_review", document.pk)
    page = reviewer.get(address)
    assert "is_privacy_looked_over" in text(page)
    form = {"version": str(document.version), "is_secrecy_reviewed": "on", "_approve": ""}
    assert reviewer.post(address, form).status_code == 200
    assert reviewer.post(address, form | {"is_privacy_looked_over": "on"}).status_code == 302
    document.refresh_from_db()
    publisher = signed_in("zhao", "publisher")
    prove(publisher)
    publisher.post(at("document_publish", document.pk), {"version": str(document.version)})
    assert DocumentVersion.objects.standing().get().document == document


def test_a_change_is_begun_and_given_up_and_a_withdrawal_asks_why():
    document = make_document(state="published")
    client = editor()
    client.post(at("document_begin_change", document.pk), {"version": str(document.version), "words": "补充"})
    document.refresh_from_db()
    assert (document.state, document.change_note) == ("draft", "补充")
    client.post(at("document_give_up", document.pk), {"version": str(document.version)})
    document.refresh_from_db()
    assert document.state == "published"
    publisher = signed_in("zhao", "publisher")
    prove(publisher)
    address = at("document_withdraw", document.pk)
    assert publisher.post(address, {"version": str(document.version), "words": ""}).status_code == 200
    publisher.post(address, {"version": str(document.version), "words": "有误"})
    document.refresh_from_db()
    assert (document.state, document.withdrawal_reason) == ("withdrawn", "有误")


def test_nothing_is_written_into_the_pages_that_the_policy_forbids():
    document = make_document(files=None, state="draft")
    client = editor()
    for page in (at("document_add"), at("document_change", document.pk), at("document_review", document.pk)):
        source = text(client.get(page))
        assert " style=" not in source and " onclick=" not in source
        assert 'type="importmap"' not in source


def test_the_list_is_narrowed_by_every_filter_and_costs_the_same_for_more():
    client = editor()
    make_document(title="甲")
    for query in ("state=draft", "kind=document", "duty=late", "duty=closed", "duty=reconsider", "q=甲"):
        assert client.get(f"{at('document_changelist')}?{query}").status_code == 200
    column = make_category().pk
    assert "甲" in text(client.get(f"{at('document_changelist')}?column={column}"))
    for bad in ("column=x", "column=99999999999999999999", "state=no", "duty=x", "p=9999"):
        assert client.get(f"{at('document_changelist')}?{bad}").status_code in (200, 302)


def test_what_stays_closed_is_re_evaluated_by_a_reviewer():
    document = make_document(openness="closed", ground="internal")
    client = signed_in("li", "reviewer")
    page = client.get(at("document_reconsider", document.pk))
    assert page.status_code == 200
    form = {
        "version": str(document.version),
        "openness": "open",
        "ground": "",
        "next_on": "",
        "words": "变化",
    }
    assert client.post(at("document_reconsider", document.pk), form).status_code == 302
    document.refresh_from_db()
    assert document.openness == "open"


def test_the_overview_tells_what_the_statute_asks_and_the_agency_lacks():
    document = make_document(state="published")
    page = text(editor().get(at("category_overview_of", document.agency_id)))
    assert "政府信息公开指南" in page and "行政法规、规章和规范性文件" in page


def test_the_history_names_what_was_changed():
    document = make_document()
    client = editor()
    form = form_of(client.get(at("document_change", document.pk)))
    client.post(at("document_change", document.pk), form | {"title": "另题", "summary": "概述"})
    page = text(client.get(at("document_history", document.pk)))
    assert "内容概述" in page and "另题" in page
