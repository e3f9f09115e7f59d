"""What a password must be, beyond its length; and how it is hashed."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from reports.models import Account
from reports.services import doorbreaches

LEAST_SCORE = 4
"""Of zxcvbn's 0 to 4: more than 10^10 guesses for somebody who knows how people make passwords. At 3 two
dates side by side would do."""
LONGEST_LOOKED_AT = 72
"""zxcvbn takes no more; what comes after only makes a password better."""
WORDS_HERE = ("mingce", "zhengwu", "gongkai", "zhengfu", "xinxi", "zhongguo", "woaini", "admin123", "shili")
"""What is tried first against a Chinese government site, and no English dictionary has."""


class GuessableValidator:
    """Refuses what guessing programs try early: common passwords, words, names, dates, keyboard walks."""

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raises ValidationError."""
        known = [*WORDS_HERE, settings.SITE.domain, settings.SITE.name_en.lower()]
        if user is not None:
            known += [user.get_username(), user.first_name, user.last_name, user.email.split("@")[0]]
        found = zxcvbn(password[:LONGEST_LOOKED_AT], user_inputs=[word for word in known if word])
        if found["score"] < LEAST_SCORE:
            raise ValidationError(
                _(
                    "This password is easy to guess: it is made of common words, names, dates or keys that"
                    " lie side by side. Take four words, say, that have nothing to do with one another."
                ),
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        """What the page says beforehand."""
        return _("Your password can’t be made of common words, names, dates or keys that lie side by side.")


class BreachListValidator:
    """Refuses a password that stands in the list of BREACH_LIST, where this installation has one."""

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raises ValidationError; OSError or NotABreachList where the list has become unreadable."""
        if settings.BREACH_LIST and doorbreaches.holds(Path(settings.BREACH_LIST), password):
            raise ValidationError(
                _("This password stands in a list of stolen passwords. Choose one you use nowhere else."),
                code="password_breached",
            )

    def get_help_text(self) -> str:
        """What the page says beforehand."""
        return _("Your password can’t be one that was stolen somewhere else.")


class SlimArgon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB (RFC 9106; OWASP's least): Django's 100 MiB, times eight threads, fell a small
    machine."""

    time_cost = 3
    memory_cost = 19_456
    parallelism = 1
