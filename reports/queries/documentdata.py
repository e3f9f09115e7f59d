"""A catalogue document in the words of schema.org, for search engines. No person's name enters."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from reports.domain.catalogue.validity import STANDING
from reports.queries.documentpages import DocumentPage
from reports.queries.linkeddata import Absolute, of_agency


def of_document(page: DocumentPage, absolute: Absolute) -> dict[str, object] | None:
    """A normative document as a schema.org Legislation, others as DigitalDocument.

    None for what must leave no name behind: machines would keep it.
    """
    version, kind = page.version, page.kind
    if kind.erase_on_withdrawal:
        return None
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Legislation" if kind.has_validity else "DigitalDocument",
        "name": version.title,
        "url": absolute(reverse("document-detail", kwargs={"address": version.address})),
        "inLanguage": "zh-Hans",
        "identifier": version.index_number,
        "version": version.number,
        "isAccessibleForFree": True,
        "publisher": of_agency(version.agency, absolute),
        "datePublished": timezone.localtime(version.published_at).isoformat(),
        "dateModified": timezone.localtime(version.released_at).isoformat(),
    }
    if version.document.origin:
        data["isBasedOn"] = version.document.origin
    if version.made_on:
        data["dateCreated"] = version.made_on.isoformat()
    if version.keywords:
        data["keywords"] = version.keywords
    if kind.has_validity and version.document_number:
        data["legislationIdentifier"] = version.document_number
    if kind.has_validity and page.force:
        force = "InForce" if page.force.code in STANDING else "NotInForce"
        data["legislationLegalForce"] = f"https://schema.org/{force}"
    if page.files:
        data["associatedMedia"] = [
            {"@type": "MediaObject", "name": one.title, "contentUrl": absolute(one.path)}
            for one in page.files
        ]
    return data
