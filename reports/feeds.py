"""What is published as Atom (RFC 4287) and RSS 2.0: everything, an agency, a column, a search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape
from django.utils.translation import gettext as _

from reports.domain.text.query import QueryRefused
from reports.queries import agencies, feeds, search, searchfacets
from reports.queries.feeds import Entry
from reports.queries.stattables import local
from reports.search.engine import IndexDamaged, IndexMissing
from reports.services import throttle
from reports.services.throttle import Limit

LONG_AGO = datetime(2008, 5, 1, tzinfo=UTC)
"""When a feed without entries was changed last: the day the Regulations came into force, and not now."""
SEARCHES = Limit("search-feed", 300, timedelta(minutes=10))
"""Of one network: readers of feeds ask every few minutes at most."""


class SteadyAtom(Atom1Feed):
    """Atom that says the same as long as nothing changed, so that a reader is told so (304)."""

    def latest_post_date(self) -> datetime:
        """The newest change of an entry."""
        return _newest(self)


class SteadyRss(Rss201rev2Feed):
    """RSS that says the same as long as nothing changed."""

    def latest_post_date(self) -> datetime:
        """The newest change of an entry."""
        return _newest(self)


def _newest(feed: SyndicationFeed) -> datetime:
    return max((item["updateddate"] for item in feed.items), default=LONG_AGO)


WRITERS: dict[str, type[SyndicationFeed]] = {"atom": SteadyAtom, "rss": SteadyRss}


@dataclass(frozen=True, slots=True)
class Topic:
    """What a feed is of: its title, the page it belongs to, its entries."""

    title: str
    link: str
    entries: Sequence[Entry]
    key: str


class TopicFeed(Feed):
    """A topic as Atom or RSS. Entries are named by tag addresses (RFC 4151), which outlive any move."""

    item_guid_is_permalink = False

    def __init__(self, topic: Topic, kind: str, host: str) -> None:
        self._topic = topic
        self._host = host
        self.feed_type = WRITERS[kind]
        self.language = local("zh-Hans", "en")

    def title(self) -> str:
        """The portal and what of it."""
        return self._topic.title

    def link(self) -> str:
        """The page that shows the same."""
        return self._topic.link

    def feed_guid(self) -> str:
        """What names the feed for ever."""
        return self._tag(self._topic.key)

    def description(self) -> str:
        """What the feed is, for RSS."""
        return _("Documents and annual reports made public, the newest first.")

    subtitle = description

    def items(self) -> Sequence[Entry]:
        """At most fifty."""
        return self._topic.entries

    def item_title(self, item: Entry) -> str:
        """As it is published."""
        return item.title

    def item_description(self, item: Entry) -> str:
        """How it begins, as HTML: both formats mean that here."""
        return escape(item.summary)

    def item_link(self, item: Entry) -> str:
        """Where it is read."""
        return item.address

    def item_guid(self, item: Entry) -> str:
        """What names it for ever."""
        return self._tag(item.key)

    def item_author_name(self, item: Entry) -> str:
        """The body that issued it."""
        return item.author

    def item_pubdate(self, item: Entry) -> datetime:
        """When it was made public first."""
        return item.published_at

    def item_updateddate(self, item: Entry) -> datetime:
        """When the version that stands was made public."""
        return item.updated_at

    def item_categories(self, item: Entry) -> Sequence[str]:
        """Its column."""
        return item.labels

    def _tag(self, key: str) -> str:
        return f"tag:{self._host},2026:{key}"


def latest(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Everything."""
    title = local(settings.SITE.name, settings.SITE.name_en)
    return _answer(request, kind, Topic(title, reverse("home"), feeds.latest(), "all"))


def of_agency(request: HttpRequest, kind: str, slug: str) -> HttpResponseBase:
    """What one agency publishes."""
    agency = feeds.agency(slug)
    if agency is None:
        return _moved(request, slug)
    name = local(agency.name, agency.name_en or agency.name)
    link = reverse("agency-detail", args=[agency.slug])
    return _answer(request, kind, Topic(_titled(name), link, feeds.latest(agency), f"agency/{agency.pk}"))


def of_column(request: HttpRequest, kind: str, slug: str, code: str) -> HttpResponseBase:
    """What one agency publishes under one column of the catalogue."""
    agency = feeds.agency(slug)
    if agency is None:
        return _moved(request, slug)
    column = feeds.column(agency, code)
    if column is None:
        raise Http404(_("This agency has no such column."))
    names = (
        local(agency.name, agency.name_en or agency.name),
        local(column.name, column.name_en or column.name),
    )
    link = reverse("disclosure-column", args=[agency.slug, column.code])
    entries = feeds.of_column(agency, column)
    topic = Topic(_titled(" · ".join(names)), link, entries, f"agency/{agency.pk}/{column.code}")
    return _answer(request, kind, topic)


def of_search(request: HttpRequest, kind: str) -> HttpResponseBase:
    """What a search finds, the newest first: the same words and facets as on the page of the search."""
    text = request.GET.get("q", "")
    chosen = {name: request.GET[name] for name in searchfacets.TITLES if request.GET.get(name)}
    asked = search.Asked(text, chosen)
    if asked.is_blank or any("\0" in value for value in request.GET.values()):
        raise Http404(_("This feed needs a search: words, or a choice of the page of the search."))
    if not throttle.passes(SEARCHES, request):
        return _later(429)
    try:
        found = search.latest(asked, most=feeds.MOST)
    except QueryRefused as refused:
        raise Http404(
            _("This cannot be searched for: it is too long, or holds no letter or figure.")
        ) from refused
    except (IndexMissing, IndexDamaged):
        return _later(503)
    link = f"{reverse('search')}?{asked.address}"
    topic = Topic(_titled(text), link, feeds.of_finds(found), f"search/{asked.address}")
    return _answer(request, kind, topic)


def _titled(what: str) -> str:
    name = local(settings.SITE.name, settings.SITE.name_en)
    return f"{feeds.shown(what)} - {name}" if what else str(settings.SITE.name)


def _answer(request: HttpRequest, kind: str, topic: Topic) -> HttpResponseBase:
    host = settings.SITE.domain or request.get_host().partition(":")[0]
    return TopicFeed(topic, kind, host)(request)


def _later(status: int) -> HttpResponse:
    text = _("The search cannot answer just now. Try again in a minute.")
    return HttpResponse(text, "text/plain; charset=utf-8", status=status, headers={"Retry-After": "60"})


def _moved(request: HttpRequest, slug: str) -> HttpResponseBase:
    present = agencies.moved(slug)
    if present is None:
        raise Http404(_("There is no such agency here."))
    return HttpResponsePermanentRedirect(request.path.replace(f"/{slug}/", f"/{present}/", 1))
