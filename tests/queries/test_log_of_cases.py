"""The history of a case in words: no code of the program stands in it, and nothing about a person."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from reports.domain.casework.steps import StepKind
from reports.services import assigning, casework
from tests.admin.caseclerk import MONDAY, clerk, filed, stop_clock
from tests.admin.pages import text
from tests.casefactories import WHO

pytestmark = pytest.mark.django_db


def test_the_history_of_a_case_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)
    client, sun, agency = clerk()
    case = filed(agency)
    given = {"ref": "C1", "detail": {"party": "third_party"}, "note": f"征求{WHO['name']}意见"}
    casework.perform(case, StepKind.CONSULT, by=sun, on=date(2024, 7, 12), today=MONDAY, **given)
    assigning.assign(case, to=sun, by=sun)
    assigning.taken_out(case, by=sun, why="review")
    page = text(client.get(reverse("admin:reports_application_history", args=[case.pk])))
    for words in ("3. 征求意见 2024-07-12", "到期日", "第三方", "停止计算", "承办人", "行政复议"):
        assert words in page, words
    for code in ("due_on", "waiting_for", "third_party", "is_paused", "assigned_to", "consult "):
        assert code not in page, code
    assert WHO["name"] not in page
