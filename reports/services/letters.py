"""Letters of a case: drafted from a template, edited, issued under a number for good, and delivered."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from reports.domain.casework.letters import To, marks_in
from reports.domain.casework.states import NotAllowed
from reports.domain.casework.steps import StepKind
from reports.domain.casework.transitions import State
from reports.domain.roles import Action
from reports.models import Account, Agency, Application, CaseFile, CaseStep, Letter
from reports.models.application import Way
from reports.models.casefile import FileRole
from reports.models.event import Act
from reports.queries import access, casestanding, letterfacts, letterrules, letters
from reports.services import casefiles, casework, events
from reports.services.revisions import Refused
from reports.writers import docx, pdf

LONGEST = 50_000
"""Signs of a letter's text."""
LONGEST_TITLE, LONGEST_NUMBER = 200, 60
WAYS = tuple(Way.values)
"""How a letter reaches somebody: stored in `delivery_way`."""
logger = logging.getLogger(__name__)

FORMATS = {"pdf": pdf.MEDIA_TYPE, "docx": docx.MEDIA_TYPE}
"""Ending of a file → what it is served as."""
MUST_SAY_DAY = frozenset({StepKind.ASK_SUPPLEMENT, StepKind.DELAY})
FAR = 99
"""Consultations of one case."""


@dataclass(frozen=True, slots=True)
class Taking:
    """What the step of a letter brings with it besides its day: `until` and `detail` as in Step."""

    until: date | None = None
    detail: Mapping[str, str] = field(default_factory=dict)
    expected_version: int | None = None


@transaction.atomic
def draft(application: Application, code: str, *, by: Account, on: date, **given: str | date | int) -> Letter:
    """A draft of that letter, dated `on` for the law and the remedies; what is missing is marked in its text.

    `code`: of queries.letters.choices. `given`: what staff fill in. Raises access.Denied; Refused for a
    letter that does not fit the case.
    """
    access.demand(by, Action.WORK_APPLICATION, application.agency_id)
    if application.erased_at:
        raise Refused(_("The personal data of this application have been erased; no letter can be written."))
    if code not in {each.code for each in letters.choices(application)}:
        raise Refused(_("This letter does not fit where the case stands. Choose another."))
    found = letters.sketch(application, code, on=on, given=given)
    row = Letter.objects.create(
        agency_id=application.agency_id,
        application=application,
        code=code,
        title=found.title,
        body=found.filled.text,
        created_by=by,
    )
    _told(row, by, {"letter_draft": ("", f"{row.pk} {found.title}")})  # it names who applied: on record
    return row


@transaction.atomic
def edit(
    letter: Letter, *, by: Account, title: str, body: str, expected_version: int | None = None
) -> Letter:
    """Changes a draft. Raises access.Denied; Refused once it is issued, or empty, too long, changed."""
    row = _held(letter, by, expected_version)
    _demand_draft(row)
    row.title, row.body = title.strip(), _lines(body)
    if not row.title or not row.body:
        raise Refused(_("A letter needs a title and a text."))
    if len(row.title) > LONGEST_TITLE or len(row.body) > LONGEST:
        raise Refused(_("The letter is too long: at most %(most)s characters.") % {"most": LONGEST})
    _saved(row, "title", "body")
    return row


@transaction.atomic
def discard(letter: Letter, *, by: Account) -> None:
    """Deletes a draft; a letter that was issued stays. Raises access.Denied, Refused."""
    row = _held(letter, by, None)
    _demand_draft(row)
    row.delete()


@transaction.atomic
def issue(
    letter: Letter, *, on: date, by: Account, today: date, expected_version: int | None = None
) -> Letter:
    """Gives it its number and freezes it; kept as a PDF with the case, for the applicant where it is theirs.

    Raises access.Denied; Refused while something is still to be filled in, for a day to come, or where the
    remedies changed since it was drafted.
    """
    row = _held(letter, by, expected_version)
    _demand_draft(row)
    _demand_sound(row, on, today)
    _hold_numbers(row)
    same = Letter.objects.filter(agency=row.agency_id, year=on.year)
    row.serial = (same.aggregate(last=Max("serial"))["last"] or 0) + 1
    row.year, row.issued_on, row.issued_by = on.year, on, by
    own = letterrules.own_words(row.agency_id)
    row.number = letterrules.number(own, on.year, row.serial)[:LONGEST_NUMBER]
    _saved(row, "serial", "year", "issued_on", "issued_by", "number")
    casefiles.keep(
        row.application,
        role=FileRole.LETTER,
        name=file_name(row, "pdf"),
        kind="pdf",
        data=as_pdf(row),
        by=by,
        step=row.step,
        is_for_applicant=_is_for_applicant(row),
    )
    _told(row, by, {"letter": ("", row.number)})
    return row


def issue_with_step(
    letter: Letter, *, on: date, by: Account, today: date, taking: Taking | None = None
) -> CaseStep:
    """Issues it and takes its step on the same day, both or neither.

    Raises what `issue` and casework.perform raise; Refused where the letter goes with no step, or does not
    name the last day, the working days or the amount that the step sets.
    """
    given = taking or Taking()
    try:
        with transaction.atomic():
            return _issued_with_step(letter, on, by, today, given)
    except NotAllowed:
        events.record(Act.DENIED, by=by, subject=letter.application, reason=f"letter {letter.pk}")
        raise


@transaction.atomic
def record_delivery(
    letter: Letter, *, way: str, on: date, by: Account, today: date, proof: CaseFile | None = None
) -> Letter:
    """Notes how and when it reached its addressee, as the step that this is to the case.

    A fee notice received lets the days to pay run, a request for an opinion received those for the opinion.
    `proof`: a file of the same case. Raises access.Denied, NotAllowed, Refused.
    """
    row = _held(letter, by, None)
    if row.issued_on is None:
        raise Refused(_("Only a letter that was issued can be delivered."))
    if row.delivered_on is not None:
        raise Refused(_("The delivery of this letter is recorded already."))
    if way not in WAYS or not row.issued_on <= on <= today:
        raise Refused(_("Give the way, and a day from the day of the letter to today."))
    if proof is not None and proof.application_id != row.application_id:
        raise Refused(_("The proof of delivery belongs to another case."))
    _deliver(row, on, by, today, way)
    row.delivery_way, row.delivered_on, row.delivery_proof = way, on, proof
    _saved(row, "delivery_way", "delivered_on", "delivery_proof")
    return row


@transaction.atomic
def download(letter: Letter, ending: str, *, by: Account) -> bytes:
    """The letter as "pdf" or "docx", on record: the PDF as it was issued. Raises access.Denied."""
    access.demand(by, Action.VIEW_APPLICATION, letter.agency_id)
    told = f"{letter.number or letter.pk} {ending}"
    events.record(
        Act.EXPORTED,
        by=by,
        subject=letter.application,
        agency=letter.agency_id,
        changes={"letter": ("", told)},
    )
    if ending == "docx":
        return as_word(letter)
    kept = kept_pdf(letter)
    return casefiles.read(kept) if kept else as_pdf(letter)


def as_pdf(letter: Letter) -> bytes:
    """The letter as a PDF."""
    return pdf.write(letters.page(letter), fonts())


def as_word(letter: Letter) -> bytes:
    """The letter as a Word document."""
    return docx.write(letters.page(letter))


def kept_pdf(letter: Letter) -> CaseFile | None:
    """The file kept when it was issued; None for a draft, or after it was erased."""
    name = file_name(letter, "pdf")
    files = letter.application.files.filter(role=FileRole.LETTER)
    return next((each for each in files if each.name == name), None) if letter.issued_on else None


def unset(letter: Letter) -> tuple[str, ...]:
    """The signs of a letter that its PDF cannot show."""
    return pdf.unset(letters.page(letter).text, fonts())


def file_name(letter: Letter, ending: str) -> str:
    """What its file is called; tells nothing about who applied."""
    return f"{letter.number or 'draft'}-{letter.pk}.{ending}".replace("/", "-")


def fonts() -> tuple[Path, ...]:
    """The font file of this installation's letters, if one is set."""
    if not settings.LETTER_FONT:
        return ()
    path = Path(settings.LETTER_FONT)
    try:
        pdf.demand_usable(path)
    except pdf.BadFont as cause:
        logger.error("LETTER_FONT: %s Letters are set without it.", cause)
        return ()
    return (path,)


def _issued_with_step(letter: Letter, on: date, by: Account, today: date, given: Taking) -> CaseStep:
    row = _held(letter, by, given.expected_version)
    template, outcome = letters.template_of(row.code)
    kind = letters.steps_left(row, casestanding.read(row.application))
    if kind is None:
        raise Refused(_("Nothing is done to the case with this letter: issue it by itself."))
    _demand_said(row, kind, given)
    _hold_numbers(row)  # before the step, whose Event shuts the log to others: else two wait for each other
    detail, ref = dict(given.detail), ""
    if kind is StepKind.CONSULT:
        detail, ref = {"party": template.party or "third_party"}, _free_ref(row.application)
    step = casework.perform(
        row.application,
        kind,
        by=by,
        on=on,
        today=today,
        until=given.until,
        outcome=outcome.code if outcome else "",
        ref=ref,
        detail=detail,
        note=row.title,
    )
    row.step = step
    _saved(row, "step")
    issued = issue(row, on=on, by=by, today=today)
    letter.refresh_from_db()
    return issued.step or step


def _demand_said(row: Letter, kind: StepKind, given: Taking) -> None:
    """The letter names what the step sets, so that what was sent and what is counted agree."""
    wanted = []
    if kind in MUST_SAY_DAY and given.until:
        wanted.append(letterfacts.chinese_day(given.until))
    wanted += [f"{days}个工作日" for days in [given.detail.get("days")] if days]
    wanted += [f"{amount}元" for amount in [given.detail.get("amount")] if amount]
    for text in wanted:
        if text not in row.body:
            raise Refused(_("The letter does not say “%(text)s”, which the step sets.") % {"text": text})


def _demand_sound(row: Letter, on: date, today: date) -> None:
    if on > today:
        raise Refused(_("A letter cannot be dated in the future."))
    blanks = letterrules.letters().blanks
    missing = marks_in(f"{row.title}\n{row.body}", blanks.values())
    if missing:
        names = "、".join(blanks[name].label for name in missing)
        raise Refused(_("Still to be filled in: %(names)s.") % {"names": names})
    _demand_own_answer(row)
    _demand_present_remedy(row, on)


def _demand_own_answer(row: Letter) -> None:
    """A case that was answered gets the letter of that answer, or of its correction, and no other."""
    _template, outcome = letters.template_of(row.code)
    standing = casestanding.read(row.application).standing
    if outcome is None or standing.state != State.ANSWERED:
        return
    given = {each.outcome for each in standing.corrections}
    if row.code.startswith("answer:"):
        given.add(standing.outcome)
    if outcome.code not in given:
        raise Refused(_("The case was answered otherwise. Record the correction with its letter."))


def _demand_present_remedy(row: Letter, on: date) -> None:
    """Where its template tells the remedies, so does the letter: those of the day it is issued."""
    template, outcome = letters.template_of(row.code)
    line = outcome.row if outcome else template.row
    if not line or "remedy" not in template.blanks:
        return
    now = letterfacts.remedy_of(row.code, line, on, letterrules.own_words(row.agency_id))
    if now and "".join(now.text.split()) not in "".join(row.body.split()):
        raise Refused(
            _(
                "The letter does not tell the remedies as they are on its day. "
                "Put this into its text: %(text)s"
            )
            % {"text": now.text}
        )


def _deliver(row: Letter, on: date, by: Account, today: date, way: str) -> None:
    """Takes the step that a delivery is; none for a case that is not legally received yet."""
    template, _outcome = letters.template_of(row.code)
    kind, standing = template.delivered, casestanding.read(row.application).standing
    ref = row.step.ref if row.step else ""
    if kind is StepKind.RECEIVE_CONSULT and ref not in standing.consultations:
        kind = StepKind.DELIVER
    if kind is StepKind.RECEIVE_FEE_NOTICE and (kind in standing.first or row.step is None):
        kind = StepKind.DELIVER
    if standing.received_on is None:
        return
    casework.perform(
        row.application,
        kind,
        by=by,
        on=on,
        today=today,
        ref=ref if kind is StepKind.RECEIVE_CONSULT else "",
        detail={"way": way, "letter": str(row.pk)},
    )


def _free_ref(application: Application) -> str:
    taken = set(application.steps.values_list("ref", flat=True))
    return next(f"c{number}" for number in range(1, FAR) if f"c{number}" not in taken)


def _is_for_applicant(row: Letter) -> bool:
    template, _outcome = letters.template_of(row.code)
    return template.to is To.APPLICANT


def _held(letter: Letter, by: Account, expected_version: int | None) -> Letter:
    rows = Letter.objects.select_for_update(of=("self",), no_key=True).select_related(
        "application__agency", "agency", "step"
    )
    row = rows.filter(pk=letter.pk).first()
    if row is None:
        raise Refused(_("This letter is not there any more."))
    access.demand(by, Action.WORK_APPLICATION, row.agency_id)
    if expected_version is not None and row.version != expected_version:
        raise Refused(_("Somebody changed this letter meanwhile. Look at it again."))
    return row


def _hold_numbers(row: Letter) -> None:
    """Until the transaction ends nobody else takes a number of that agency."""
    Agency.objects.select_for_update(no_key=True).get(pk=row.agency_id)


def _demand_draft(row: Letter) -> None:
    if row.issued_on is not None:
        raise Refused(_("This letter was issued and cannot be changed any more."))


def _saved(row: Letter, *fields: str) -> None:
    row.version += 1
    row.save(update_fields=[*fields, "version"])


def _told(row: Letter, by: Account, changes: Mapping[str, tuple[str, str]]) -> None:
    """The log knows the number of a letter, never its text."""
    events.record(Act.EDITED, by=by, subject=row.application, agency=row.agency_id, changes=changes)


def _lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
