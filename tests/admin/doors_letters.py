"""The doors of letters and of an agency's own wording; as `doors`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import HttpResponse
from django.test import Client

from reports.models import Agency, Letter, Wording
from reports.services import letters
from tests.admin.doors import Door, at, told
from tests.admin.pages import text
from tests.casefactories import make_application
from tests.factories import make_account

DAY = date(2024, 3, 20)
STYLE = "〔{year}〕{serial}"


def drafted(agency: Agency) -> Letter:
    """A refusal by 周, complete."""
    zhou = make_account("zhou", "caseworker", agency=agency)
    case = make_application(agency=agency)
    given = {"reason": "已定密", "contact": "电话0000"}
    return letters.draft(case, "answer:state_secret", by=zhou, on=DAY, **given)


def issued(agency: Agency) -> Letter:
    """The same under its number."""
    letter = drafted(agency)
    Letter.objects.filter(pk=letter.pk).update(created_at="2024-03-20T01:00:00Z")
    letter.refresh_from_db()
    return letters.issue(letter, on=DAY, by=letter.created_by, today=DAY)


def listed(client: Client, agency: Agency) -> str:
    """The list of letters, narrowed to its number."""
    letter = issued(agency)
    answer = client.get(at("reports_letter_changelist"), {"q": letter.number})
    shown = answer.status_code == 200 and letter in answer.context["cl"].result_list
    return told(answer, shown)


def begun(client: Client, agency: Agency) -> str:
    """The letters that fit a case."""
    answer = client.get(at("reports_letter_new", make_application(agency=agency).pk))
    return told(answer, answer.status_code == 200)


def written(client: Client, agency: Agency) -> str:
    """A draft for a case."""
    address = at("reports_letter_new", make_application(agency=agency).pk)
    answer = client.post(f"{address}?code=receipt", {"_draft": ""})
    return told(answer, Letter.objects.exists())


def page(client: Client, agency: Agency) -> str:
    """A letter, only looked at."""
    answer = client.get(at("reports_letter_change", issued(agency).pk))
    return told(answer, answer.status_code == 200)


def history(client: Client, agency: Agency) -> str:
    """What was done with a letter, by the stock page."""
    answer = client.get(at("reports_letter_history", issued(agency).pk))
    return told(answer, answer.status_code == 200)


def file(ending: str) -> Door:
    """A letter as a file."""

    def door(client: Client, agency: Agency) -> str:
        answer = client.get(at("reports_letter_file", issued(agency).pk, ending))
        return told(answer, answer.status_code == 200)

    return door


def sent(make: Callable[[Agency], Letter], is_done: Callable[[Letter], bool], **typed: str) -> Door:
    """A button of the page of a letter."""

    def door(client: Client, agency: Agency) -> str:
        letter = make(agency)
        form = {"version": str(letter.version), "title": letter.title, "body": letter.body, **typed}
        answer = client.post(at("reports_letter_change", letter.pk), form)
        found = Letter.objects.filter(pk=letter.pk).first()
        return told(answer, found is None if "_discard" in typed else is_done(found))

    return door


def kept(agency: Agency) -> Wording:
    """A style of numbers of that agency's own."""
    zhou = make_account("zhou", "caseworker", agency=agency)
    return Wording.objects.create(agency=agency, code="number", text=STYLE, updated_by=zhou)


def wording_listed(client: Client, agency: Agency) -> str:
    """The list of wordings."""
    row = kept(agency)
    answer = client.get(at("reports_wording_changelist"))
    return told(answer, answer.status_code == 200 and row in answer.context["cl"].result_list)


def wording_page(client: Client, agency: Agency) -> str:
    """A wording, only looked at."""
    answer = client.get(at("reports_wording_change", kept(agency).pk))
    return told(answer, answer.status_code == 200 and "{serial}" in text(answer))


def worded(client: Client, agency: Agency) -> str:
    """A new wording for that agency's id, sent by hand."""
    form = {"agency": str(agency.pk), "code": "number", "text": STYLE}
    return told(client.post(at("reports_wording_add"), form), Wording.objects.exists())


def reworded(client: Client, agency: Agency) -> str:
    """A wording changed."""
    row = kept(agency)
    answer: HttpResponse = client.post(at("reports_wording_change", row.pk), {"text": f"新{STYLE}"})
    row.refresh_from_db()
    return told(answer, row.text != STYLE)


def unworded(client: Client, agency: Agency) -> str:
    """A wording dropped."""
    answer = client.post(at("reports_wording_delete", kept(agency).pk), {"post": "yes"})
    return told(answer, not Wording.objects.exists())


LETTER_DOORS: dict[str, Door] = {
    "letter list": listed,
    "choose letter": begun,
    "write letter": written,
    "letter page": page,
    "letter history": history,
    "letter as PDF": file("pdf"),
    "letter as Word": file("docx"),
    "edit letter": sent(drafted, lambda letter: letter.title == "新", _save="", title="新"),
    "issue letter": sent(drafted, lambda letter: bool(letter.number), _issue="", on=f"{DAY}"),
    "delete draft": sent(drafted, lambda letter: False, _discard=""),
    "deliver letter": sent(
        issued,
        lambda letter: letter.delivered_on is not None,
        **{"_deliver": "", "delivery-way": "post", "delivery-on": f"{DAY}"},
    ),
    "wording list": wording_listed,
    "wording page": wording_page,
    "add wording": worded,
    "change wording": reworded,
    "delete wording": unworded,
}
