"""What happens to every request before a view sees it."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _

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
