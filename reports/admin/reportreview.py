"""The review of a report: what would change for the public, what to look at, and the act itself."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.admin.options import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from reports.admin.reportacts import told_again
from reports.admin.reportsteps import open_to
from reports.admin.scope import seen
from reports.forms.reportact import ReviewForm
from reports.models import Report
from reports.models.road import State
from reports.queries import reviews
from reports.queries.changes import Deed
from reports.queries.reviews import Review
from reports.services import reports
from reports.services.revisions import Refused

LISTED = ("send-back", "publish", "schedule", "unschedule")
"""The steps offered beside the review's own buttons."""


class ReviewPage(ModelAdmin):
    """The address of the review below a report's page in the admin; whoever may see the report reads it."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        routes = [path("<int:object_id>/review/", wrap(self.review_view), name="reports_report_review")]
        return [*routes, *super().get_urls()]

    def review_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """GET shows what would change; POST approves it, approves and publishes it, or publishes it alone."""
        report = seen(request, Report, object_id)
        if report.state not in (State.DRAFT, State.IN_REVIEW) and request.method != "POST":
            messages.info(
                request, _("This revision is not on its way to the public; there is nothing to review.")
            )
            return redirect("admin:reports_report_change", report.pk)
        review = reviews.of(report, request.user)
        if request.method != "POST":
            return self._review_page(request, review, _form(review, initial={"version": report.version}))
        form = _form(review, data=request.POST)
        if not form.is_valid():
            return self._review_page(request, review, form)
        try:
            done = _act(request, report, dict(form.cleaned_data))
        except Refused as refused:
            return self._review_page(request, review, form, told_again(form, refused))
        self.log_change(request, report, done)
        messages.success(request, done)
        return redirect("admin:reports_report_change", report.pk)

    def _review_page(
        self, request: HttpRequest, review: Review, form: ReviewForm, deeds: tuple[Deed, ...] = ()
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Review"),
            "original": review.report,
            "dossier": review.dossier,
            "review": review,
            "form": form,
            "deeds": deeds,
            "steps": [step for step in open_to(review.place, review.dossier) if step.name in LISTED],
        }
        return TemplateResponse(request, "admin/reports/report/review.html", context)


def _act(request: HttpRequest, report: Report, cleaned: dict[str, object]) -> str:
    """Does what the button says; returns what was done, in words. Raises Refused."""
    version, words = cleaned.pop("version"), cleaned.pop("words", "")
    given = {"report": report, "by": request.user, "expected_version": version, **cleaned}
    if "_alone" in request.POST:
        reports.publish_alone(explanation=words, **given)
        return _("The report is public. Its page says that one person wrote and published it.")
    if "_publish" in request.POST:
        reports.approve_and_publish(**given)
        return _("The report is approved and public.")
    reports.approve(**given)
    return _("The report is approved. It can be published now.")


def _form(review: Review, **given: object) -> ReviewForm:
    asks_why = review.may_publish_alone and bool(review.dossier.failing) and not review.report.explanation
    return ReviewForm(has_hints=bool(review.hints), asks_why=asks_why, **given)
