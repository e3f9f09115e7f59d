"""What a fault may tell: where it happened and of what kind, never what somebody typed or the database held.

For log lines, and for Django's page and mail about an uncaught exception (which show local variables).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from types import FrameType
from typing import Any

from django.http import HttpRequest
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

from reports.domain.text.privacy import masked

_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_NOT_ENGLISH = re.compile(r"[^\x00-\x7f]+")
_QUOTED = re.compile(r"""(?<!\w)(['"])(?![A-Za-z_][\w.:-]*\1).*?\1""")
HIDDEN = "…"
LEFT_OUT = frozenset(
    {"QUERY_STRING", "HTTP_REFERER", "REMOTE_ADDR", "HTTP_X_FORWARDED_FOR", "REQUEST_URI", "RAW_URI"}
)


def without_numbers(text: str) -> str:
    """The text with numbers of persons masked and addresses of mail left out."""
    return _MAIL.sub(HIDDEN, masked(text))


def without_words(text: str) -> str:
    """The same without what is not in Latin letters and without what stands in quotes, but for a bare name.

    The code is English, and what it says of a value it quotes.
    """
    plain = _NOT_ENGLISH.sub(HIDDEN, without_numbers(text))
    lines = plain.split("\n")  # lines of source code stand indented, and are no values
    return "\n".join(line if line.startswith(" ") else _QUOTED.sub(f"'{HIDDEN}'", line) for line in lines)


class MaskedLine(logging.Formatter):
    """Log lines. Messages are written with care; what an exception says of itself is not, so it is cut."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The message, for a slip of the pen."""
        return without_numbers(super().formatMessage(record))

    def formatException(self, ei: Any) -> str:
        """The traceback: files, lines and kinds; "invalid literal: 'what was typed'" without that."""
        return without_words(super().formatException(ei))


class QuietFilter(SafeExceptionReporterFilter):
    """Local variables by their kind alone, and nothing of what was sent; with DEBUG too."""

    def is_active(self, request: HttpRequest | None) -> bool:
        """Always."""
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, str]:
        """The names of the fields."""
        return {} if request is None else dict.fromkeys(request.POST, HIDDEN)

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: FrameType
    ) -> Iterable[tuple[str, str]]:
        """Each variable with the name of its type."""
        return [(name, f"<{type(value).__name__}>") for name, value in tb_frame.f_locals.items()]

    def get_safe_request_meta(self, request: HttpRequest | None) -> dict[str, Any]:
        """Without the question of the address, where somebody came from, and from which network."""
        meta = super().get_safe_request_meta(request)
        return {name: HIDDEN if name in LEFT_OUT else value for name, value in meta.items()}


class QuietReporter(ExceptionReporter):
    """The page with DEBUG and the mail without, where an operator has set up mail about faults."""

    def get_traceback_data(self) -> dict[str, Any]:
        """What Django's templates show."""
        data = super().get_traceback_data()
        data["unicode_hint"] = ""
        for part in ("exception_value", "exception_notes"):
            if part in data:
                data[part] = without_words(str(data[part]))
        if self.request is not None:
            data["request_GET_items"] = [(name, HIDDEN) for name in self.request.GET]
            data["request_FILES_items"] = [(name, HIDDEN) for name in self.request.FILES]
            data["request_insecure_uri"] = data["request_insecure_uri"].partition("?")[0]
        for frame in data["frames"]:
            frame["exc_cause"] = type(frame["exc_cause"]).__name__ if frame.get("exc_cause") else None
        return data
