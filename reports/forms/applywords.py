"""What the fields of the public forms are called, by what is asked for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reports.models.application import ApplicationKind

SECTIONS = (
    (
        "asked",
        _("What you ask for"),
        "",
        ("description", "reference"),
    ),
    (
        "reach",
        _("How you want it"),
        "",
        ("medium", "way"),
    ),
    (
        "who",
        _("Who applies"),
        _("Article 29 asks for your name, a document that proves it, and a way to reach you. No reason."),
        (
            "applicant_kind",
            "name",
            "identity_kind",
            "identity_number",
            "identity_sure",
            "representative",
            "contact",
        ),
    ),
    (
        "contact",
        _("How to reach you"),
        _("Give a telephone number or an e-mail address, better both."),
        ("telephone", "email", "address", "postcode"),
    ),
    (
        "help",
        _("Help"),
        _("Who cannot write may apply by word of mouth: the agency writes it down (article 29)."),
        ("needs_help", "help_wanted"),
    ),
)
"""(name, title, note, fields) of the parts of the page, in order."""

_TO_ANSWER = _("With these the body can look into the matter and tell you what came of it.")
OTHERWISE = {
    (ApplicationKind.CORRECTION, "asked"): (_("What is to be corrected"), ""),
    (ApplicationKind.CORRECTION, "who"): (
        _("Who applies"),
        _("Only what concerns yourself can be corrected: say who you are, as the document shows."),
    ),
    (ApplicationKind.COMPLAINT, "asked"): (_("What you complain about"), ""),
    (ApplicationKind.COMPLAINT, "who"): (_("Who complains"), _TO_ANSWER),
}
"""(kind, name) → the title and note of a part that differ from SECTIONS."""

DESCRIPTION = {
    ApplicationKind.APPLICATION: (
        _("The information you ask for"),
        _(
            "Its name, or what it is about, and of what time, so that it can be found. One item only: for "
            "another one send another form. You need not say what for."
        ),
        _("Say which information you ask for."),
    ),
    ApplicationKind.CORRECTION: (
        _("Which record about you is wrong, and what is right"),
        _(
            "Where the agency's record stands, what it says, what would be right, and what proves it. Attach "
            "the proof below."
        ),
        _("Say which record about you is wrong, and what is right."),
    ),
    ApplicationKind.COMPLAINT: (
        _("What happened"),
        _("Which agency did or did not do what, and when; and what you want to be done."),
        _("Say what happened."),
    ),
}
"""Kind → (label, help, what is said where it is left empty)."""

REFERENCE = {
    ApplicationKind.APPLICATION: (
        _("Document number or another clue (if you know one)"),
        _("For example the number of the document, its year, or where you read about it."),
        "",
    ),
    ApplicationKind.CORRECTION: (
        _("Where the record stands (if you know it)"),
        _("For example the number of the file, the certificate or the page."),
        "",
    ),
    ApplicationKind.COMPLAINT: (
        _("Number of the application it is about (if there is one)"),
        "",
        "",
    ),
}
