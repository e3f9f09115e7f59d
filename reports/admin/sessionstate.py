"""Whether somebody is still signed in: asked by the script of a long form before it is sent."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_safe


@require_safe
def state(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """`{"signed_in": bool, "account": id or null, "csrf": token}`.

    The token is the one a form of this browser must send; another site cannot read this answer.
    """
    is_in = request.user.is_authenticated
    answer = {
        "signed_in": is_in,
        "account": request.user.pk if is_in else None,
        "csrf": get_token(request),
    }
    return JsonResponse(answer)
