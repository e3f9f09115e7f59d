"""No letter that has to tell the remedies leaves without them; a draft, naming who applied, is on record."""

from __future__ import annotations

from datetime import date

import pytest

from reports.domain.casework import remedies
from reports.models import Event
from reports.queries import letterrules
from reports.services import letters
from reports.services.revisions import Refused
from tests.casefactories import WHO, make_application
from tests.factories import make_account, make_agency

pytestmark = pytest.mark.django_db
DAY = date(2024, 3, 11)


@pytest.mark.parametrize("is_left", [True, False])
def test_a_refusal_is_not_issued_once_its_remedies_were_taken_out(is_left: bool) -> None:
    agency = make_agency("示例市统计局", telephone="0000-1234567")
    wang = make_account("wang", "caseworker", agency=agency)
    letter = letters.draft(
        make_application(agency=agency), "answer:state_secret", by=wang, on=DAY, reason="已依法定密"
    )
    told = remedies.remedy("3.3.1", DAY, letterrules.remedies()).text
    body = letter.body if is_left else letter.body.replace(told, "")
    letters.edit(letter, by=wang, title=letter.title, body=body.replace("。", "。 "))
    if is_left:
        assert letters.issue(letter, on=DAY, by=wang, today=DAY).serial == 1
        return
    with pytest.raises(Refused, match="应当先自收到本答复之日起60日内申请行政复议"):
        letters.issue(letter, on=DAY, by=wang, today=DAY)
    assert not letter.application.files.exists()


def test_a_draft_is_on_record_without_a_word_of_the_applicant() -> None:
    agency = make_agency("示例市统计局", telephone="0000-1234567")
    wang = make_account("wang", "caseworker", agency=agency)
    letter = letters.draft(
        make_application(agency=agency), "answer:state_secret", by=wang, on=DAY, reason="已依法定密"
    )
    event = Event.objects.latest("pk")
    assert event.changes == {"letter_draft": ["", f"{letter.pk} 政府信息公开告知书（不予公开）"]}
    assert WHO["name"] not in str(event.hashed)
