"""The first row of a table that is brought in: which column each of its names means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from reports.services.revisions import Refused


class BadTable(Refused):
    """A table that is not the one asked for, or a row of which is wrong; nothing was stored."""


def in_every_language(labels: Callable[[], Mapping[str, str]]) -> dict[str, str]:
    """What a head may say, in small letters → the column: its code, or its name in any language here."""
    known = {name: name for name in labels()}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known |= {label.casefold(): name for name, label in labels().items()}
    return known


def columns(
    heads: Sequence[str],
    known: Mapping[str, str],
    labels: Mapping[str, str],
    plain: Callable[[str], str],
) -> list[str]:
    """The column of each head, "" for one without a name.

    `known`: what `plain` makes of a head → column; `labels`: column → its name for the reader. Raises
    BadTable for a name that is not known and for a column that stands there twice.
    """
    names = [known.get(plain(head), "") for head in heads]
    strange = [head[:40] for head, name in zip(heads, names, strict=True) if head and not name]
    if strange:
        raise BadTable(
            _("These columns are not known: %(names)s. Those that are: %(known)s.")
            % {"names": _(", ").join(strange[:10]), "known": _(", ").join(labels.values())}
        )
    twice = [labels[name] for name, count in Counter(filter(None, names)).items() if count > 1]
    if twice:
        raise BadTable(_("A column stands there twice: %(names)s.") % {"names": _(", ").join(twice)})
    return names
