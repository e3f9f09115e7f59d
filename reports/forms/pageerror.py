"""What a reader says is wrong on a page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

TRAP = "website"


class PageErrorForm(forms.Form):
    """The page, what is wrong, and how to reach the reader, who may leave that out.

    `website` is a field that no person sees; who fills it in is a machine (`is_machine`).
    """

    page = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("What is wrong?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("For example a wrong figure, a link that leads nowhere, a file that does not open."),
        error_messages={
            "required": _("Say what is wrong on the page."),
            "max_length": _("Say it in at most 2,000 characters."),
        },
    )
    contact = forms.CharField(
        label=_("How can we reach you?"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("A telephone number or an e-mail address, if you want an answer. Only staff see it."),
        error_messages={"max_length": _("Give it in at most 120 characters.")},
    )
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, label_suffix="", **kwargs)

    @property
    def is_machine(self) -> bool:
        """Whether the field that no person sees was filled in."""
        return bool(self.data.get(TRAP))
