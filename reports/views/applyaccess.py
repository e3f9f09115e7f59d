"""What every page of an application is opened with: the agency, what is asked for, the browser's draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.models import Agency
from reports.queries import addresses, applying
from reports.services import applicationdrafts, doorcookies
from reports.services.applicationdrafts import Slot

COOKIE = "apply"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where somebody applies: the agency, the kind of what is asked, and the key in their browser."""

    agency: Agency
    kind: str
    key: str

    @property
    def slot(self) -> Slot:
        """Where the draft is found."""
        return Slot(self.key, self.agency, self.kind)

    def path(self, page: str) -> str:
        """The address of a page of this application: "form", "review" or "receipt"."""
        return reverse(f"apply-{page}", kwargs={"slug": self.agency.slug, "kind": self.kind})


View = Callable[[HttpRequest, Desk], HttpResponseBase]


def of_agency(view: View) -> Callable[..., HttpResponseBase]:
    """Hands the view the desk that its address means. An agency that has ended answers 410 with its heirs."""

    @wraps(view)
    def opened(request: HttpRequest, *, slug: str, kind: str) -> HttpResponseBase:
        found = applying.target(slug, on=timezone.localdate())
        if found is None:
            return _moved(slug, kind) or _not_here()
        if not found.is_in_being:
            return render(request, "application/ended.html", {"target": found, "kind": kind}, status=410)
        return view(request, Desk(found.agency, kind, doorcookies.read(request, COOKIE)))

    return opened


def with_key(desk: Desk) -> Desk:
    """The same with a key, a new one where the browser has none."""
    return desk if desk.key else Desk(desk.agency, desk.kind, applicationdrafts.new_key())


def keeping(response: HttpResponseBase, desk: Desk) -> HttpResponseBase:
    """Leaves the key in the browser: for no script to read, sent to this host alone."""
    doorcookies.write(response, COOKIE, desk.key, seconds=applicationdrafts.seconds_kept())
    return response


def led(request: HttpRequest, path: str) -> HttpResponse:
    """A redirect that keeps the reader's large view."""
    return redirect(addresses.carried(path, is_large=request.GET.get("view") == "large"))


def _moved(slug: str, kind: str) -> HttpResponseBase | None:
    present = applying.moved(slug)
    if present is None:
        return None
    return HttpResponsePermanentRedirect(reverse("apply-form", kwargs={"slug": present, "kind": kind}))


def _not_here() -> HttpResponseBase:
    raise Http404(_("No agency has this address."))
