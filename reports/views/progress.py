"""Following one's own application: by receipt number and query code, for half an hour, kept by nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from io import BytesIO

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.domain.casework.states import NotAllowed
from reports.domain.casework.steps import StepKind
from reports.forms.progress import LookupForm, OwnDataForm, OwnStepForm, ProofForm
from reports.models import Application
from reports.models.casefile import FileRole
from reports.queries import casewords, progress
from reports.services import (
    applicantdoor,
    applications,
    casefiles,
    casework,
    personal,
    querycodes,
    receiving,
    revisions,
    throttle,
)
from reports.services.throttle import Limit

PROOFS = Limit("own data", 5, timedelta(hours=1))
MOST_FILES = 5
CaseView = Callable[..., HttpResponseBase]


def of_case(view: CaseView) -> Callable[..., HttpResponseBase]:
    """A page of the case this browser has the key to; without one, back to number and code."""

    @wraps(view)
    def opened(request: HttpRequest, **parts: int) -> HttpResponseBase:
        application = applicantdoor.case_of(request)
        if application is None:
            if applicantdoor.had_key(request):
                messages.info(request, _("Half an hour has passed. Give the number and the code once more."))
            return redirect("application-progress")
        return view(request, application, **parts)

    return opened


def lookup(request: HttpRequest) -> HttpResponseBase:
    """Asks for number and code. A wrong number and a wrong code are answered the same, in the same time."""
    if request.method != "POST":
        return render(request, "progress/lookup.html", {"form": LookupForm()})
    form = LookupForm(request.POST)
    if form.is_valid():
        number, code = form.cleaned_data["number"], form.cleaned_data["code"]
        may_try = querycodes.may_try(request, number)
        found = applications.opened(number, code) if may_try else None
        if found is not None:
            querycodes.was_right(request, number)
            response = redirect("application-case")
            applicantdoor.open_for(response, found)
            return response
        form.add_error(None, _not_found() if may_try else _too_fast())
    return render(request, "progress/lookup.html", {"form": form}, status=400)


@of_case
def case(request: HttpRequest, application: Application) -> HttpResponseBase:
    """The case; what is sent to it is a step of the applicant's."""
    if request.method == "POST":
        form = OwnStepForm(request.POST)
        problem = _take(request, application, form)
        if problem is None:
            messages.success(request, _("It has been recorded. The agency has it on its desk."))
            return redirect("application-case")
        return _case(request, application, form, problem, status=400)
    return _case(request, application)


@of_case
def file(request: HttpRequest, application: Application, pk: int) -> HttpResponseBase:
    """A file of the case that is meant for the applicant, always as a download."""
    found = application.files.filter(pk=pk, is_for_applicant=True).first()
    if found is None:
        raise Http404
    return FileResponse(
        BytesIO(casefiles.read(found)),
        as_attachment=True,
        filename=found.name,
        content_type="application/octet-stream",
    )


@of_case
def own_data(request: HttpRequest, application: Application) -> HttpResponseBase:
    """What is held about the applicant: contact corrected here, the whole told to who proves it once more."""
    contact, proof, told = OwnDataForm(), ProofForm(), None
    if request.method == "POST" and "identity_number" in request.POST:
        proof = ProofForm(request.POST)
        if proof.is_valid():
            told = _proved(request, application, proof)
    elif request.method == "POST":
        contact = OwnDataForm(request.POST)
        if contact.is_valid() and _corrected(application, contact):
            messages.success(request, _("Your contact has been corrected."))
            return redirect("application-own-data")
    applicant = getattr(application, "applicant", None)
    context = {
        "application": application,
        "contact": contact,
        "proof": proof,
        "masked": personal.masked(applicant) if applicant and not application.erased_at else {},
        "told": told,
    }
    failed = bool(contact.errors or proof.errors)
    return render(request, "progress/own_data.html", context, status=400 if failed else 200)


def leave(request: HttpRequest) -> HttpResponseBase:
    """Gives the key back: for a computer that others use."""
    if request.method != "POST":
        raise PermissionDenied
    response = redirect("application-progress")
    applicantdoor.close(response)
    return response


def _case(
    request: HttpRequest,
    application: Application,
    form: OwnStepForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    page = progress.page(application, timezone.localdate())
    forms = [_form_of(kind, page.version, form) for kind in page.can]
    context = {"page": page, "forms": forms, "problem": problem, "most": MOST_FILES}
    return render(request, "progress/case.html", context, status=status)


def _form_of(kind: StepKind, version: int, sent: OwnStepForm | None) -> tuple[StepKind, OwnStepForm]:
    """The form of a step: the one that was sent and refused, or an empty one."""
    if sent is not None and sent.data.get("kind") == kind:
        return kind, sent
    return kind, OwnStepForm(initial={"kind": kind, "version": version}, auto_id=f"{kind}_%s")


def _take(request: HttpRequest, application: Application, form: OwnStepForm) -> str | None:
    """Takes the step, with its files, whole or not at all. None where it was taken, else why not."""
    if not form.is_valid():
        return _("Nothing was recorded. Look at what is marked.")
    today = timezone.localdate()
    try:
        sent = [(each.name or "", each.file) for each in request.FILES.getlist("files")]
        files = receiving.from_citizen(sent, most=MOST_FILES)
        with transaction.atomic():
            step = casework.perform(
                application,
                StepKind(form.cleaned_data["kind"]),
                by=None,
                on=today,
                today=today,
                note=form.cleaned_data["words"].strip(),
                expected_version=form.cleaned_data["version"],
            )
            for each in files:
                casefiles.keep(
                    application,
                    role=FileRole.UPLOADED,
                    name=each.safe_name,
                    kind=each.kind,
                    data=each.data,
                    by=None,
                    step=step,
                )
    except revisions.Refused as refused:
        return str(refused)
    except NotAllowed as refused:
        return " ".join(casewords.refusal(each) for each in refused.refusals)
    except casework.Gone:
        return _("The agency has taken a step meanwhile. Read what is new, then send again.")
    return None


def _proved(request: HttpRequest, application: Application, proof: ProofForm) -> dict[str, object] | None:
    if not throttle.passes(PROOFS, request, about=application.number):
        proof.add_error("identity_number", _too_often())
    elif personal.is_of(application, proof.cleaned_data["identity_number"]):
        return personal.own_data(application)
    else:
        proof.add_error("identity_number", _("That is not the number given in the application."))
    return None


def _corrected(application: Application, form: OwnDataForm) -> bool:
    given = {name: text for name, text in form.cleaned_data.items() if text}
    if not given:
        form.add_error(None, _("Fill in what is to be corrected."))
        return False
    try:
        personal.correct_own_data(application, by=None, **given)
    except revisions.Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _not_found() -> str:
    return _(
        "No application has this number and code together. Copy both from the receipt. A lost code can be "
        "had again."
    )


def _too_fast() -> str:
    return _(
        "This number was tried too often. Wait half a minute before each further try; after very many tries "
        "wait a quarter of an hour, or ask the agency by telephone."
    )


def _too_often() -> str:
    return _("That was tried too often. Wait a quarter of an hour, or ask the agency by telephone.")
