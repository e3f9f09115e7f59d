"""Acts on many documents: shown with every warning, then done one by one by those who wrote none of it."""

from __future__ import annotations

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.urls import reverse

from reports.models import Document
from tests.admin.pages import fields, signed_in, text
from tests.factories import make_account, make_agency, make_document

pytestmark = pytest.mark.django_db


def act(client, name: str, *documents: Document):
    """The page before the act."""
    ticked = {ACTION_CHECKBOX_NAME: [str(one.pk) for one in documents], "action": name}
    return client.post(reverse("admin:reports_document_changelist"), ticked)


def carried_out(client, page, documents: tuple[Document, ...], **more: str):
    form = fields(page, "") | {ACTION_CHECKBOX_NAME: [str(one.pk) for one in documents]} | more
    return client.post(reverse("admin:reports_document_changelist"), form, follow=True)


def states(*documents: Document) -> list[str]:
    return [Document.objects.get(pk=one.pk).state for one in documents]


def test_ticked_drafts_go_to_review_and_an_empty_one_is_refused_with_its_reason():
    full, empty = make_document(title="完整"), make_document(title="不完整", made_on=None)
    client = signed_in("chen", "editor")
    page = act(client, "submit_selected", full, empty)
    assert states(full, empty) == ["draft", "draft"]
    answer = carried_out(client, page, (full, empty))
    assert states(full, empty) == ["in_review", "draft"]
    assert "生成日期" in text(answer)


def test_a_review_of_many_asks_for_secrecy_and_for_each_hint():
    plain = make_document(title="没有个人信息", state="in_review")
    hinted = make_document(title="有电话", state="in_review", body="<p>请致电13800138000。</p>")
    both = (plain, hinted)
    client = signed_in("li", "reviewer")
    page = act(client, "review_selected", *both)
    assert "138****8000" in text(page) and "13800138000" not in text(page)
    carried_out(client, page, both)  # without a yes to secrecy nothing happens
    assert not Document.objects.exclude(reviewed_at=None).exists()
    carried_out(client, act(client, "review_selected", *both), both, is_secrecy_reviewed="on")
    assert list(Document.objects.exclude(reviewed_at=None)) == [plain]
    page = act(client, "review_selected", hinted)
    carried_out(client, page, (hinted,), **{"is_secrecy_reviewed": "on", f"looked-{hinted.pk}": "on"})
    assert Document.objects.get(pk=hinted.pk).privacy_warnings == 1


def test_who_wrote_it_neither_reviews_nor_publishes_it_in_bulk():
    make_account("chen", "editor", "reviewer", "publisher")
    mine, approved = make_document(title="一", state="in_review"), make_document(title="二", state="approved")
    client = signed_in("chen", "editor", "reviewer", "publisher")
    for name, document in (("review_selected", mine), ("publish_selected", approved)):
        page = act(client, name, document)
        assert "_do" not in fields(page, "")
        forged = {"action": name, "_do": "1", f"version-{document.pk}": str(document.version)}
        carried_out(client, page, (document,), **forged, is_secrecy_reviewed="on")
    assert not Document.objects.filter(pk=mine.pk).exclude(reviewed_at=None).exists()
    assert states(approved) == ["in_review"]


def test_approved_documents_are_published_together_and_others_left_out():
    ready, waiting = (
        make_document(title="已审", state="approved"),
        make_document(title="未审", state="in_review"),
    )
    client = signed_in("zhao", "publisher")
    page = act(client, "publish_selected", ready, waiting)
    carried_out(client, page, (ready, waiting))
    assert states(ready, waiting) == ["published", "in_review"]


def test_one_changed_meanwhile_is_not_published():
    document = make_document(state="approved")
    client = signed_in("zhao", "publisher")
    page = act(client, "publish_selected", document)
    Document.objects.filter(pk=document.pk).update(version=document.version + 1)
    carried_out(client, page, (document,))
    assert states(document) == ["in_review"]


def test_an_act_is_offered_only_to_those_who_have_the_right_to_it():
    make_document()
    for name, role, offered in (
        ("chen", "editor", ["submit_selected"]),
        ("li", "reviewer", ["review_selected"]),
        ("zhao", "publisher", ["publish_selected"]),
        ("wang", "auditor", []),
    ):
        page = text(signed_in(name, role).get(reverse("admin:reports_document_changelist")))
        for act_name in ("submit_selected", "review_selected", "publish_selected"):
            assert (f'value="{act_name}"' in page) == (act_name in offered), (name, act_name)


def test_another_agencys_documents_are_not_reached():
    document = make_document(state="in_review")
    client = signed_in("nobody")
    client.force_login(make_account("wang", "reviewer", agency=make_agency("乙市文化局", slug="culture")))
    act(client, "review_selected", document)
    assert Document.objects.get(pk=document.pk).reviewed_at is None


def test_the_outcome_names_no_person_of_a_penalty():
    fields_of = {"party_kind": "natural_person", "party_name": "张三", "violation": "占道", "facts": "事实"}
    fields_of |= {"basis": "依据", "penalty_types": "fine", "content": "罚款"}
    document = make_document(
        kind="penalty", title="对张三的处罚", document_number="示罚字〔2024〕1号", fields=fields_of
    )
    client = signed_in("chen", "editor")
    carried_out(client, act(client, "submit_selected", document), (document,))
    assert states(document) == ["in_review"]
    kept = str(dict(client.session.items()))
    assert "示罚字〔2024〕1号" in kept and "张三" not in kept
