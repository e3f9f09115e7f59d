"""Whose report an import is: the agency named by the caller or read from the text, entered when it is new."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from reports.domain.prose.organs import is_organ, kind_of, level_of
from reports.domain.text.normalise import plain
from reports.models import Account, Agency
from reports.services import agencies
from reports.services.revisions import Refused


def of_reading(
    given: Agency | str | None, read_name: str, source: str, *, by: Account
) -> tuple[Agency, Agency | None]:
    """The agency of a report, and the same again where it was entered just now.

    A new one is entered only under a name that was given outright, or that title and source line agree on;
    its tier and sort are guessed from its name, for a clerk to look over. Raises Refused.
    """
    if isinstance(given, Agency):
        return given, None
    if given and given.strip():
        return _given(given.strip(), by)
    if not read_name:
        raise Refused(
            _("The text does not say whose report it is. Give its address, code or name with --agency.")
        )
    there = known("", read_name)
    if there:
        return there, None
    if plain(source) != read_name:
        raise Refused(
            _(
                "The portal has no agency “%(name)s”, and the text names it only once. Check the name and "
                "give it with --agency, or enter the agency first."
            )
            % {"name": read_name}
        )
    return _entered(read_name, by)


def name_of(given: str, read_name: str) -> str:
    """The name under which a report would be stored, as far as that is known; writes nothing."""
    given = given.strip()
    found = _named(given) if given else None
    if found:
        return found.name
    return (given if is_organ(given) else "") if given else read_name


def known(given: str, read_name: str) -> Agency | None:
    """The agency a report would be stored for, if it is here already. Raises Refused where several are."""
    if given.strip():
        return _named(given.strip())
    return _only(Agency.objects.filter(Q(name=read_name) | Q(short_name=read_name)).distinct(), read_name)


def _named(text: str) -> Agency | None:
    """The agency of that address (present or former), code or name. Raises Refused where it is not one."""
    found = _only(Agency.objects.named(text), text) or _only(Agency.objects.filter(division_code=text), text)
    return found or Agency.objects.filter(former_addresses__slug=text).first()


def _given(name: str, by: Account) -> tuple[Agency, Agency | None]:
    there = _named(name)
    if there:
        return there, None
    if not is_organ(name):
        raise Refused(
            _(
                "The portal has no agency with the address, code or name “%(name)s”, and this is no full "
                "name under which one could be entered."
            )
            % {"name": name}
        )
    return _entered(name, by)


def _only(found: QuerySet[Agency], name: str) -> Agency | None:
    """The one agency there is; None without one. Raises Refused for several."""
    first = list(found[:2])
    if len(first) > 1:
        raise Refused(
            _("More than one agency is meant by “%(name)s”. Give the address of the right one with --agency.")
            % {"name": name}
        )
    return first[0] if first else None


def _entered(name: str, by: Account) -> tuple[Agency, Agency | None]:
    agency = Agency(name=name, slug=agencies.free_address(name), level=level_of(name), kind=kind_of(name))
    agencies.save(agency=agency, by=by)
    return agency, agency
