"""A document's road: written, reviewed by another, published by a third, changed, withdrawn."""

from __future__ import annotations

from datetime import date

import pytest

from reports.models import DocumentVersion, PublicChange
from reports.models.road import State
from reports.queries import changefeed
from reports.services import documents
from reports.services.documents import BadDocument, FileEdit, NewFile
from reports.services.revisions import NotAllowed, Refused
from tests.factories import (
    make_account,
    make_agency,
    make_category,
    make_document,
    make_publisher,
    make_report,
    make_reviewer,
    make_writer,
    released,
)

pytestmark = pytest.mark.django_db

ID_NUMBER = "11010519491231002X"


def test_three_people_take_a_document_to_the_public():
    document = make_document(state="published")
    version = DocumentVersion.objects.standing().get()
    assert (document.state, version.number, version.title) == (State.PUBLISHED, 1, document.title)
    assert document.index_number == "014416330/2024-00001"
    assert document.address == "014416330-2024-00001"
    assert version.published_at == document.released_at
    assert [event.act for event in document.events] == ["created", "submitted", "approved", "published"]
    assert len(version.digest) == 64


def test_the_next_document_of_the_year_gets_the_next_number_and_another_year_its_own():
    make_document(state="in_review")
    second = make_document(state="in_review", title="第二件")
    other = make_document(state="in_review", title="上一年", made_on=date(2023, 5, 1))
    assert second.index_number == "014416330/2024-00002"
    assert other.index_number == "014416330/2023-00001"


def test_a_number_typed_by_hand_is_passed_over_by_the_counter():
    make_document(index_number="014416330/2024-00001")
    assert make_document(state="in_review", title="乙").index_number == "014416330/2024-00002"


@pytest.mark.parametrize("number", ["014416331/2024-00001", "<script>", "';--", "张"])
def test_a_number_with_a_wrong_check_digit_or_none_at_all_is_refused(number):
    with pytest.raises(BadDocument) as refused:
        make_document(index_number=number)
    assert set(refused.value.errors) == {"index_number"}


def test_an_agency_without_a_code_is_told_what_is_missing():
    document = make_document(agency=make_agency("无码局", index_prefix="123"))
    with pytest.raises(Refused, match="无码局"):
        documents.submit(document=document, by=make_writer())


def test_nobody_reviews_what_they_wrote_nor_publishes_it():
    everything = make_account("wu", has_every_role=True)
    document = make_document()
    documents.revise(document=document, by=everything, fields={"summary": "概述"})
    documents.submit(document=document, by=make_writer())
    with pytest.raises(NotAllowed):
        documents.approve(document=document, by=everything, is_secrecy_reviewed=True)
    documents.approve(document=document, by=make_reviewer(), is_secrecy_reviewed=True)
    with pytest.raises(NotAllowed):
        documents.publish(document=document, by=everything)


def test_without_the_secrecy_review_nothing_goes_on():
    document = make_document(state="in_review")
    with pytest.raises(Refused):
        documents.publish(document=document, by=make_publisher())
    with pytest.raises(Refused):
        documents.approve(document=document, by=make_reviewer(), is_secrecy_reviewed=False)


def test_an_identity_number_must_be_looked_at_before_the_approval():
    document = make_document(body=f"<p>联系人身份证号{ID_NUMBER}。</p>", state="in_review")
    with pytest.raises(Refused, match="1"):
        documents.approve(document=document, by=make_reviewer(), is_secrecy_reviewed=True)
    documents.approve(
        document=document, by=make_reviewer(), is_secrecy_reviewed=True, is_privacy_looked_over=True
    )
    assert document.privacy_warnings == 1
    assert all(ID_NUMBER not in str(event.changes) + event.subject_name for event in document.events)


def test_what_is_public_stays_while_a_change_is_written_and_is_replaced_by_it():
    document = make_document(state="published")
    documents.begin_change(document=document, by=make_writer(), change_note="补充第三条。")
    documents.revise(document=document, by=make_writer(), fields={"title": "新标题"})
    assert DocumentVersion.objects.standing().get().title == "关于加强城市绿化管理的通知"
    documents.submit(document=document, by=make_writer())
    documents.approve(document=document, by=make_reviewer(), is_secrecy_reviewed=True)
    documents.publish(document=document, by=make_publisher())
    new = DocumentVersion.objects.standing().get()
    assert (new.number, new.title, new.change_note) == (2, "新标题", "补充第三条。")
    assert new.published_at == DocumentVersion.objects.get(number=1).published_at
    assert document.index_number == "014416330/2024-00001"
    assert [(one.sequence, one.action) for one in changefeed.since(0).changes] == [
        (1, "created"),
        (2, "changed"),
    ]


def test_a_change_without_a_note_is_not_sent_to_review():
    document = make_document(state="published")
    documents.begin_change(document=document, by=make_writer())
    with pytest.raises(Refused):
        documents.submit(document=document, by=make_writer())


def test_a_change_given_up_leaves_everything_as_it_was():
    document = make_document(state="published")
    documents.begin_change(document=document, by=make_writer(), change_note="改")
    files = FileEdit(added=[NewFile("附件".encode(), "a.txt")])
    documents.revise(document=document, by=make_writer(), fields={"title": "错"}, files=files)
    documents.discard(document=document, by=make_writer())
    assert (document.state, document.title) == (State.PUBLISHED, "关于加强城市绿化管理的通知")
    assert not document.files.filter(removed_at=None).exists()


def test_the_index_number_never_changes_once_public():
    document = make_document(state="published")
    documents.begin_change(document=document, by=make_writer(), change_note="改")
    with pytest.raises(BadDocument):
        documents.revise(document=document, by=make_writer(), fields={"index_number": "014416330/2024-00099"})


def test_a_withdrawal_takes_the_document_from_the_public_and_keeps_why():
    document = make_document(state="published")
    documents.withdraw(document=document, reason="内容有误", by=make_publisher())
    assert not DocumentVersion.objects.standing().exists()
    assert not DocumentVersion.objects.readable().exists()
    assert (document.state, document.withdrawal_reason) == (State.WITHDRAWN, "内容有误")
    assert document.title
    last = PublicChange.objects.last()
    assert (last.action, last.address, last.digest) == ("withdrawn", "/documents/014416330-2024-00001/", "")


def test_it_is_withdrawn_in_the_middle_of_a_change_too():
    document = make_document(state="published")
    documents.begin_change(document=document, by=make_writer(), change_note="改")
    documents.withdraw(document=document, reason="内容有误", by=make_publisher())
    assert document.state == State.WITHDRAWN


def test_a_withdrawn_document_can_be_written_anew_and_published_under_its_number():
    document = make_document(state="published")
    documents.withdraw(document=document, reason="内容有误", by=make_publisher())
    documents.begin_change(document=document, by=make_writer())
    assert document.withdrawal_reason == "内容有误"
    documents.submit(document=document, by=make_writer())
    documents.approve(document=document, by=make_reviewer(), is_secrecy_reviewed=True)
    documents.publish(document=document, by=make_publisher())
    assert DocumentVersion.objects.standing().get().number == 2
    assert PublicChange.objects.last().action == "created"


def test_what_is_not_open_is_approved_as_such_and_never_published():
    document = make_document(openness="closed", ground="internal", body="<p>内部管理。</p>")
    assert document.reevaluate_on is not None
    documents.submit(document=document, by=make_writer())
    documents.approve(document=document, by=make_reviewer(), is_secrecy_reviewed=True, verdict="not_clear")
    with pytest.raises(Refused):
        documents.publish(document=document, by=make_publisher())
    documents.reconsider(document=document, by=make_reviewer(), openness="open", note="情况已变化")
    assert (document.state, document.openness, document.ground) == (State.DRAFT, "open", "")


def test_closing_a_document_without_a_ground_is_refused():
    with pytest.raises(BadDocument) as refused:
        make_document(openness="closed")
    assert set(refused.value.errors) == {"ground"}


def test_two_clerks_at_one_document_the_second_is_told():
    document = make_document()
    documents.revise(document=document, by=make_writer(), fields={"summary": "甲"}, expected_version=0)
    with pytest.raises(documents.StaleDocument):
        documents.revise(document=document, by=make_writer(), fields={"summary": "乙"}, expected_version=0)


def test_one_person_publishes_where_the_agency_has_switched_and_the_version_says_so():
    document = make_document()
    alone = make_account("wu", has_every_role=True)
    with pytest.raises(Refused):
        documents.publish_alone(document=document, by=alone, is_secrecy_reviewed=True)
    document.agency.is_one_person = True
    document.agency.save()
    documents.publish_alone(document=document, by=alone, is_secrecy_reviewed=True)
    assert DocumentVersion.objects.standing().get().is_single_handed


def test_hostile_markup_never_reaches_the_row():
    body = (
        '<p onclick="x()">一<script>alert(1)</script></p><img src=x onerror=y><a href="javascript:z">二</a>'
    )
    document = make_document(body=body)
    assert "script" not in document.body and "onclick" not in document.body and "onerror" not in document.body


@pytest.mark.parametrize("title", ["", "   ", "。。。", "\u200b"])
def test_a_title_that_says_nothing_is_refused(title):
    with pytest.raises(BadDocument) as refused:
        make_document(title=title)
    assert set(refused.value.errors) == {"title"}


def test_a_file_that_is_not_what_its_name_says_is_refused():
    document = make_document()
    edit = FileEdit(added=[NewFile(b"<script>", "a.pdf")])
    with pytest.raises(Refused):
        documents.revise(document=document, by=make_writer(), fields={}, files=edit)


def test_a_document_stands_under_no_group_of_columns():
    with pytest.raises(BadDocument) as refused:
        make_document(category=make_category("statutory"))
    assert set(refused.value.errors) == {"category"}


def test_a_report_published_corrected_and_withdrawn_stands_in_the_feed_too():
    report = released(make_report(state="draft", figures={}, form_id=""))
    from_feed = changefeed.since(0).changes
    assert [(one.subject_kind, one.action, one.subject_id) for one in from_feed] == [
        ("report", "created", report.pk)
    ]
    assert len(from_feed[0].digest) == 64


def test_the_feed_is_resumed_where_it_was_left():
    for title in "甲乙丙":
        make_document(title=title, state="published")
    page = changefeed.since(0, 2)
    assert ([one.sequence for one in page.changes], page.next_after, page.has_more) == ([1, 2], 2, True)
    rest = changefeed.since(page.next_after, 2)
    assert ([one.sequence for one in rest.changes], rest.has_more) == ([3], False)
    assert changefeed.since(10**30).changes == ()


PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000"
    "0500015e27f7d40000000049454e44ae426082"
)


def test_the_words_of_an_attachment_are_read_before_the_review_and_hinted_at():
    words = f"附件：联系人身份证号{ID_NUMBER}".encode()
    document = make_document(files=FileEdit(added=[NewFile(words, "名单.txt")]), state="in_review")
    assert "联系人" in document.files.get().text
    with pytest.raises(Refused, match="1"):
        documents.approve(document=document, by=make_reviewer(), is_secrecy_reviewed=True)


def test_a_picture_without_words_for_those_who_cannot_see_it_goes_no_further():
    picture = NewFile(PICTURE, "图.png", is_inline=True)
    document = make_document(files=FileEdit(added=[picture]))
    src = f"/documents/{document.pk}/files/{document.files.get().pk}/"
    documents.revise(document=document, by=make_writer(), fields={"body": f'<p>图</p><img src="{src}">'})
    with pytest.raises(Refused):
        documents.submit(document=document, by=make_writer())
    body = f'<p>图</p><img src="{src}" alt="流程图">'
    documents.revise(document=document, by=make_writer(), fields={"body": body})
    documents.submit(document=document, by=make_writer())
    assert f'src="/documents/014416330-2024-00001/files/{document.files.get().pk}/"' in document.body


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
        ("../../etc/passwd", b"\x00\x01\x02"),
        ("a.pdf.exe", b"MZ\x90\x00" + b"\x00" * 100),
        ("a.png", b"GIF89a/*" + b"\x00" * 60),
        ("a.zip", b"PK\x05\x06" + b"\x00" * 18),
    ],
)
def test_what_acts_hides_or_lies_is_not_attached(name, data):
    with pytest.raises(Refused):
        make_document(files=FileEdit(added=[NewFile(data, name)]))


@pytest.mark.parametrize(
    "body",
    [
        "<svg><script>alert(1)</script></svg>",
        '<math><mi xlink:href="javascript:alert(1)">x</mi></math>',
        '<p><a href="data:text/html,<script>1</script>">x</a></p>',
        '<iframe src="https://example.com"></iframe><form action="https://example.com"><input></form>',
        '<img src="https://example.com/a.png" onerror="alert(1)">',
        "<p>" * 300 + "深" + "</p>" * 300,
    ],
)
def test_hostile_text_is_made_harmless_or_refused(body):
    try:
        document = make_document(body=f"<p>正文</p>{body}")
    except BadDocument as refused:
        assert set(refused.errors) == {"body"}
        return
    lower = document.body.lower()
    assert not any(word in lower for word in ("script", "onerror", "iframe", "data:", "<form", "example.com"))
