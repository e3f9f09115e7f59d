"""What is typed at the staff's door. The forms clean; whether it is right is asked by the services."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONGEST_PASSWORD = 1024
"""A longer one is not worth the work of hashing it."""


class SignIn(AdminAuthenticationForm):
    """Name and password. A name nobody has, a wrong password and a departed colleague read the same."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    error_messages: ClassVar = {
        "invalid_login": gettext_lazy("Name or password is not right. Both tell capital from small letters."),
        "inactive": gettext_lazy("Name or password is not right. Both tell capital from small letters."),
    }

    def get_invalid_login_error(self) -> ValidationError:
        if getattr(self.request, "axes_locked_out", False):
            return ValidationError(
                _("There were too many failed attempts. Wait %(minutes)d minutes, then try again."),
                code="blocked",
                params={"minutes": self.minutes_to_wait},
            )
        return super().get_invalid_login_error()

    @property
    def minutes_to_wait(self) -> int:
        tier = getattr(self.request, "door_tier", None)
        return int(tier.window.total_seconds() // 60) if tier else 15

    @property
    def is_blocked(self) -> bool:
        """Whether the password was not even looked at."""
        return self.has_error("__all__", "blocked")


class Code(forms.Form):
    """A one-time code or a recovery code."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class Proof(forms.Form):
    """Password, and code where a phone is set up, once more."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = Code.base_fields["code"]

    def __init__(self, *args: Any, with_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_code:
            del self.fields["code"]


class NewPassword(SetPasswordForm):
    """A new password twice; the present one first, unless it was typed a moment ago."""

    present_password = forms.CharField(
        label=gettext_lazy("Present password"),
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("present_password", "new_password1", "new_password2")

    def __init__(self, *args: Any, with_present: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_present:
            del self.fields["present_password"]

    def clean_new_password1(self) -> str:
        password = self.cleaned_data["new_password1"]
        if len(password) > LONGEST_PASSWORD:
            message = _("At most %(count)d characters, please.")
            raise ValidationError(message, code="long", params={"count": LONGEST_PASSWORD})
        if self.user.check_password(password):
            raise ValidationError(_("This is the password you have. Choose another."), code="same")
        return password


class Reset(forms.Form):
    """Why a colleague is helped back in."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("It enters the log. How did you make sure who asked?"),
    )
