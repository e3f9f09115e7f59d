"""What happens to every request before a view sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from reports.queries import access
from reports.services import denials, door, doornetwork, doorsessions, events

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class LanguageOfAddress:
    """The address alone chooses the language: English under /en/, Chinese elsewhere.

    Django's LocaleMiddleware would also ask cookies and Accept-Language, and mark every page as varying by
    them; so a public page would not be the same for everybody, nor kept by a cache.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        translation.activate(translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response


class RefuseHugeBodies:
    """Refuses a body above UPLOAD_MAX_SIZE bytes before any of it is read or stored (RFC 9110, 15.5.14)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) <= settings.UPLOAD_MAX_SIZE:
            return self.get_response(request)
        response = HttpResponse(
            _("What you sent is larger than %(megabytes)d MB, which is the most this site takes at once.")
            % {"megabytes": settings.UPLOAD_MAX_SIZE // 2**20},
            content_type="text/plain; charset=utf-8",
            status=413,
        )
        response.headers["Connection"] = "close"
        return response


class RefuseNul:
    """Refuses what bears a NUL at the staff's door: PostgreSQL takes none in a text, and errors follow.

    No key of a person makes one. Forms refuse it field by field, and so do the public pages.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info:
            raise Http404
        if request.path_info.startswith(reverse("admin:index")):
            asked = (*request.GET, *request.COOKIES.values())
            asked += tuple(text for name in request.GET for text in request.GET.getlist(name))
            if any("\0" in text for text in asked):
                raise BadRequest("NUL")
        return self.get_response(request)


class NoteDenied:
    """Writes down that somebody signed in was turned away, for want of a right or since it is not theirs.

    It stands innermost, and after the transaction of the page: what is written here stays.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> None:
        """Other pages that are not there are nobody's business."""
        if isinstance(problem, (PermissionDenied, access.NotTheirs)) and request.user.is_authenticated:
            denials.note(
                by=request.user,
                page=request.resolver_match.view_name if request.resolver_match else "",
                address=f"{request.method} {request.path}",
                agency_id=getattr(problem, "agency_id", None),
            )


class ShowLostWork:
    """A form that was sent without a session: what was typed is shown again, and that nothing was saved.

    Without it the sign-in page would stand there alone, and the text would be gone. The page holds what the
    browser just sent, nothing is stored; files and what is typed into a box for a password are left out. A
    page of another site gets no further than the token it lacks, as with the form itself.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        way_in = reverse("admin:login")
        is_sent_away = response.status_code == 302 and response.headers["Location"].split("?")[0] == way_in
        is_work = request.method == "POST" and request.path.startswith(reverse("admin:index"))
        if not (is_sent_away and is_work) or request.path in {reverse(name) for name in ALWAYS_OPEN}:
            return response
        typed = [(name, text) for name, text in _typed(request) if text.strip()]
        if not typed:
            return response
        context = {**admin.site.each_context(request), "title": _("Nothing was saved"), "typed": typed}
        return TemplateResponse(request, "admin/lost.html", context, status=403).render()


def _typed(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """(name, text) of each field that a person filled in, in the order of the page."""
    for name, texts in request.POST.lists():
        is_ours = name.startswith(("csrf", "_", "initial-")) or name.endswith(("_FORMS", "-id", "-report"))
        if not (is_ours or "password" in name or name in ("version", "content")):
            yield from ((name, text) for text in texts)


PAGE_OF_STEP = {
    door.Step.CODE: "admin:door_code",
    door.Step.PASSWORD: "admin:password_change",
    door.Step.ENROL: "admin:door_enrol",
}
ALWAYS_OPEN = ("admin:login", "admin:logout", "admin:door_prove")


class StaffDoor:
    """Lets staff in step by step, and notes where their requests come from.

    `request.user` is somebody only who went through the whole door; `request.account_at_door` is whose
    password the session has. Public pages ask for neither and so touch no session.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        account = request.account_at_door = request.user
        request.user = SimpleLazyObject(lambda: door.admitted(request, account))
        if not request.path.startswith(reverse("admin:index")):
            return self.get_response(request)
        with events.coming_from(doornetwork.address_of(request)):
            return self._halted(request) or self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """A grave act asks who it is once more; a form that was sent is opened again afterwards."""
        if not isinstance(problem, door.ProofNeeded):
            return None
        return _led(request, "admin:door_prove", _came_from(request))

    def _halted(self, request: HttpRequest) -> HttpResponse | None:
        """Where somebody is led who may not go on; None: they may."""
        account = request.account_at_door
        if not account.is_authenticated:
            return None
        why = doorsessions.visit(request, account)
        if why:
            door.sign_out(request, why=why)
            messages.info(
                request,
                _("You were signed out because nothing was done for a while, or at the end of the day."),
            )
            return (
                None
                if request.path == reverse("admin:login")
                else _led(request, "admin:login", _came_from(request))
            )
        page = PAGE_OF_STEP.get(door.step(request, account))
        if page is None or request.path in {reverse(name) for name in (page, *ALWAYS_OPEN)}:
            return None
        return _led(request, page, _came_from(request))


def _led(request: HttpRequest, page: str, back_to: str) -> HttpResponse:
    return redirect(f"{reverse(page)}?next={quote(back_to)}")


def _came_from(request: HttpRequest) -> str:
    """The page asked for; of a form that was sent, the page it stands on."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    page = urlsplit(request.headers.get("Referer", ""))
    if page.netloc != request.get_host():
        return reverse("admin:index")
    return f"{page.path}?{page.query}" if page.query else page.path
