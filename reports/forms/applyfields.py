"""Fields of the public form: plain text without hidden signs, identity numbers, telephones, postcodes."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reports.domain import creditcode
from reports.domain.text import privacy
from reports.models.applicant import IdentityKind

_HIDDEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Signs that turn the direction of a text or hide in it: a name or a text must be what it looks like."""
_TELEPHONE = re.compile(r"\+?[0-9][0-9 ()#,转-]{4,28}[0-9]")
_POSTCODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z -]{2,9}")


class PlainField(forms.CharField):
    """Text as it is seen: no signs of direction, no control signs but ends of lines.

    A NUL is left to the field's own check, which refuses it. `rows` above 0 makes a box of several lines.
    """

    def __init__(self, *, most: int, rows: int = 0, complete: str = "off", **kwargs: Any) -> None:
        attributes: dict[str, object] = {"autocomplete": complete}
        if rows:
            attributes["rows"] = rows
        widget = forms.Textarea(attrs=attributes) if rows else forms.TextInput(attrs=attributes)
        super().__init__(widget=widget, **kwargs)
        self.most, self.has_lines = most, bool(rows)

    def to_python(self, value: Any) -> str:
        """The text without what is not seen."""
        text = _HIDDEN.sub("", super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")
        if not self.has_lines:
            text = " ".join(text.split("\n"))
        return "".join(
            sign for sign in text if sign in "\n\t\0" or unicodedata.category(sign) != "Cc"
        ).strip()

    def validate(self, value: str) -> None:
        """Says how long it is and how long it may be."""
        super().validate(value)
        if len(value) > self.most:
            raise ValidationError(
                _(
                    "This text has %(length)s signs; it may have %(most)s. "
                    "Shorten it, or attach it as a file."
                ),
                params={"length": len(value), "most": self.most},
            )


class TelephoneField(PlainField):
    """A telephone number as people write it, with an extension."""

    def clean(self, value: Any) -> str:
        text = unicodedata.normalize("NFKC", super().clean(value))
        if text and not _TELEPHONE.fullmatch(text):
            raise ValidationError(
                _("This is no telephone number. Give digits, such as 13800000000 or 0598-1234567.")
            )
        return text


class PostcodeField(PlainField):
    """A postcode of any country."""

    def clean(self, value: Any) -> str:
        text = unicodedata.normalize("NFKC", super().clean(value))
        if text and not _POSTCODE.fullmatch(text):
            raise ValidationError(_("This is no postcode. In China it has 6 digits."))
        return text


def identity_fault(kind: str, number: str) -> str:
    """What looks wrong about an identity number, in a sentence; "" where nothing does or nothing is known."""
    if kind == IdentityKind.RESIDENT and not privacy.is_id_number(number):
        return _(
            "This is no number of a resident identity card: it has 18 signs, and its last one checks the "
            "others. Compare it with your card."
        )
    if kind == IdentityKind.CREDIT_CODE and creditcode.fault(number):
        return _(
            "This is no unified social credit code: it has 18 signs, without the letters I, O, S, V, Z, and "
            "its last one checks the others. Compare it with the certificate."
        )
    return ""


def identity_number(text: str) -> str:
    """As it is printed: half-width, without blanks, in capitals."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()
