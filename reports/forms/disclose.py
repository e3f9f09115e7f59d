"""An answer about to become public: the text as checked, and where it is filed."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from reports.models import Category

LONGEST = 100_000


class DiscloseForm(forms.Form):
    """Title, column and text, with the tick of who has read it."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200, widget=forms.TextInput({"size": 60}))
    category = forms.ModelChoiceField(Category.objects.none(), label=gettext_lazy("Catalogue column"))
    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=LONGEST, widget=forms.Textarea({"rows": 18, "cols": 80})
    )
    is_checked = forms.BooleanField(
        label=gettext_lazy("I have read the text: it names nobody and holds nothing about the applicant.")
    )

    def __init__(self, *args: object, categories: QuerySet[Category], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = categories
