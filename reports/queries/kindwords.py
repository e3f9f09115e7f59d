"""The kinds of document and what is wrong with their fields, in the active language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.domain.catalogue.kinds import Field, FieldError, Kind
from reports.queries import cataloguedata
from reports.queries.stattables import local

FAULTS: Mapping[str, str | Promise] = {
    "required": gettext_lazy("“%(field)s”: fill this in."),
    "too_long": gettext_lazy("“%(field)s”: at most %(limit)s characters."),
    "control": gettext_lazy("“%(field)s”: it holds signs that cannot be read. Type it again."),
    "date": gettext_lazy("“%(field)s”: “%(given)s” is no date. Give it as 2024-01-31."),
    "money": gettext_lazy("“%(field)s”: “%(given)s” is no amount. Give it as 1234.50, without a unit."),
    "number": gettext_lazy("“%(field)s”: “%(given)s” is no whole number."),
    "choice": gettext_lazy("“%(field)s”: “%(given)s” is none of its choices."),
    "year": gettext_lazy("“%(field)s”: “%(given)s” is no year. Give four digits."),
    "url": gettext_lazy("“%(field)s”: “%(given)s” is no web address. It begins with https://."),
    "credit_code": gettext_lazy(
        "“%(field)s”: “%(given)s” is no unified social credit code. It has 18 signs, and the last one checks "
        "the others."
    ),
    "too_early": gettext_lazy("“%(field)s”: “%(given)s” is earlier than %(limit)s."),
    "unknown": gettext_lazy("This kind of document has no field “%(field)s”."),
}


def label(one: Field) -> str:
    """What a field is called."""
    return local(one.label, one.label_en)


def kind_name(code: str) -> str:
    """What a kind is called; the code itself for one nobody knows."""
    kind = cataloguedata.all_kinds().get(code)
    return local(kind.label, kind.label_en) if kind else code


def sentence(error: FieldError, kind: Kind) -> str:
    """What is wrong with a value, naming its field."""
    known = {one.code: label(one) for one in kind.fields}
    values = {"field": known.get(error.field, error.field), "given": error.given, "limit": error.limit}
    return str(FAULTS[error.fault]) % values


def theme_name(code: str) -> str:
    """What a theme is called; the text itself where it is no code."""
    theme = cataloguedata.all_themes().get(code)
    return local(theme.title, theme.title_en) if theme else code


def genre_name(code: str) -> str:
    """What a form of document is called; the text itself where it is no code."""
    genre = cataloguedata.all_genres().get(code)
    return local(genre.title, genre.title_en) if genre else code


def ground_name(code: str) -> str:
    """A ground for not disclosing, with its article; "" without one."""
    ground = {one.code: one for one in cataloguedata.openness_rules().grounds}.get(code)
    if ground is None:
        return code
    return _("%(ground)s (%(article)s)") % {
        "ground": local(ground.title, ground.title_en),
        "article": local(ground.article, ground.article_en),
    }
