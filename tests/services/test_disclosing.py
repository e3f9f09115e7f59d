"""An answer becomes public information: masked by rule, checked by a person, and nothing leads back."""

from __future__ import annotations

from datetime import date

import pytest

from reports.domain.casework.steps import Step, StepKind
from reports.domain.roles import Role
from reports.models import Account, Application, Category, Document, Event
from reports.queries.access import Denied
from reports.services import disclosing
from reports.services.revisions import NotAllowed, Refused
from tests.casefactories import WHO, add_step, make_application
from tests.factories import make_account, make_agency

pytestmark = pytest.mark.django_db
DAY = date(2024, 3, 11)
NOTE = f"{WHO['name']}：您申请的示例路改造工程预算为120万元。联系人电话13900139000。"


def make_answered(outcome: str = "disclosed") -> Application:
    application = make_application(description=f"{WHO['name']}申请公开示例路改造工程的预算", outcome=outcome)
    add_step(application, Step(StepKind.ANSWER, DAY, outcome=outcome), note=NOTE)
    application.state, application.closed_on = "answered", DAY
    application.save()
    return application


def by(application: Application) -> Account:
    return make_account("sun", Role.CASEWORKER, Role.EDITOR, agency=application.agency)


def column() -> Category:
    return Category.objects.create(code="projects", name="重大建设项目")


def test_what_is_proposed_names_nobody_and_bears_no_number_of_a_person() -> None:
    application = make_answered()
    proposal = disclosing.propose(application, by=by(application))
    assert "示例路改造工程预算为120万元" in proposal.text
    assert "示例路改造工程的预算" in proposal.title
    for personal in (WHO["name"], WHO["telephone"], "13900139000"):
        assert personal not in proposal.text + proposal.title


def test_the_checked_text_becomes_a_draft_that_leads_back_to_nobody() -> None:
    application = make_answered()
    document = disclosing.file_as_document(
        application,
        title="示例路改造工程预算",
        text="预算为120万元。\n<script>alert(1)</script>",
        category=column(),
        is_checked=True,
        by=by(application),
    )
    application.refresh_from_db()
    assert application.disclosed_as == document
    assert (document.state, document.agency) == ("draft", application.agency)
    assert "预算为120万元" in document.body and "<script>" not in document.body
    row = str(Document.objects.filter(pk=document.pk).values().get())
    assert application.number not in row and WHO["name"] not in row
    hashed = "".join(str(event.hashed) for event in Event.objects.all())
    assert WHO["name"] not in hashed


@pytest.mark.parametrize(
    "text", [NOTE, f"联系{WHO['telephone']}", "证件35020319900101123X", "电话13900139000"]
)
def test_a_text_that_still_holds_personal_data_is_not_filed(text: str) -> None:
    application = make_answered()
    with pytest.raises(Refused):
        disclosing.file_as_document(
            application, title="预算", text=text, category=column(), is_checked=True, by=by(application)
        )
    assert not Document.objects.exists()


def test_nothing_is_filed_unread_or_twice() -> None:
    application = make_answered()
    values = {"title": "预算", "text": "120万元", "category": column(), "by": by(application)}
    with pytest.raises(Refused):
        disclosing.file_as_document(application, is_checked=False, **values)
    disclosing.file_as_document(application, is_checked=True, **values)
    with pytest.raises(Refused):
        disclosing.file_as_document(application, is_checked=True, **values)
    assert Document.objects.count() == 1


@pytest.mark.parametrize("outcome", ["trade_secret", "does_not_exist", "withdrawn", ""])
def test_an_answer_that_gave_nothing_cannot_be_made_public(outcome: str) -> None:
    application = make_application(outcome=outcome)
    with pytest.raises(Refused):
        disclosing.propose(application, by=by(application))


def test_it_needs_a_caseworker_of_the_agency_who_may_write_documents_there() -> None:
    application = make_answered()
    values = {"title": "预算", "text": "120万元", "category": column(), "is_checked": True}
    only_caseworker = make_account("wu", Role.CASEWORKER, agency=application.agency)
    only_editor = make_account("chen", Role.EDITOR, agency=application.agency)
    elsewhere = make_account("wang", Role.CASEWORKER, Role.EDITOR, agency=make_agency("示例市教育局"))
    with pytest.raises(NotAllowed):
        disclosing.file_as_document(application, by=only_caseworker, **values)
    for other in (only_editor, elsewhere):
        with pytest.raises(Denied):
            disclosing.file_as_document(application, by=other, **values)
    assert not Document.objects.exists()
