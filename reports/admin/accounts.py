"""Staff accounts and their roles, for those who manage them; each within their own reach."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import Prefetch, QuerySet
from django.forms import Field, ModelForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.admin.boxes import WithBoxes
from reports.admin.refusal import RefusingAdmin
from reports.admin.scope import ScopedAdmin, ScopedChoices
from reports.admin.timeline import WithTimeline
from reports.domain.roles import Action, Role
from reports.forms.account import AccountForm, AppointmentForm, AppointmentFormSet
from reports.models import Account, Appointment
from reports.models.appointment import ROLE_NAMES
from reports.queries import access, waiting
from reports.services import accounts, door


class AppointmentRows(WithBoxes, ScopedChoices, admin.TabularInline):
    """The roles of an account: given and taken away, never changed. Those beyond one's reach are hidden."""

    model = Appointment
    form = AppointmentForm
    formset = AppointmentFormSet
    fields = ("role", "agency", "since")
    readonly_fields = ("since",)
    autocomplete_fields = ("agency",)
    extra = 1

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appointment]:
        rows = super().get_queryset(request).select_related("agency")
        return access.limited(rows, request.user, Action.VIEW_ACCOUNT)

    def get_formset(
        self, request: HttpRequest, obj: Account | None = None, **kwargs: Any
    ) -> type[AppointmentFormSet]:
        formset = super().get_formset(request, obj, **kwargs)
        formset.needs_one = not access.may(request.user, Action.MANAGE_ACCOUNT, None)
        if obj is not None:
            formset.fixed = frozenset(
                row.pk
                for row in self.get_queryset(request).filter(account=obj)
                if not access.may_grant(request.user, Role(row.role), row.agency_id)
            )
        return formset

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **options: Any) -> Field | None:
        if db_field.name == "role":
            given = [(role.value, ROLE_NAMES[role]) for role in access.grantable(request.user)]
            options["choices"] = [("", "–"), *given]
        return super().formfield_for_choice_field(db_field, request, **options)

    def has_view_permission(self, request: HttpRequest, obj: Account | None = None) -> bool:
        return access.may(request.user, Action.VIEW_ACCOUNT)

    def has_add_permission(self, request: HttpRequest, obj: Account | None = None) -> bool:
        return _may_manage(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Account | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Account | None = None) -> bool:
        return _may_manage(request, obj)


class RoleFilter(admin.SimpleListFilter):
    """One role, held where the one who filters sees it."""

    title = gettext_lazy("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(role.value, str(name)) for role, name in ROLE_NAMES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Account]) -> QuerySet[Account]:
        if not self.value():
            return queryset
        held = _appointments_seen(request).filter(role=self.value())
        return queryset.filter(pk__in=held.values("account"))


class WaitingFilter(admin.SimpleListFilter):
    """What stands on an administrator's desk."""

    title = gettext_lazy("what waits")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("no-second-factor", _("needs a second factor and has none")),
            ("never-in", _("never signed in")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Account]) -> QuerySet[Account]:
        if self.value() == "no-second-factor":
            return waiting.without_second_factor(queryset)
        return waiting.never_in(queryset) if self.value() == "never-in" else queryset


@admin.register(Account)
class AccountAdmin(WithTimeline, RefusingAdmin, ScopedAdmin):
    """Who may sign in and what they may do. An account is switched off, never deleted."""

    form = AccountForm
    actions = None
    show_facets = admin.ShowFacets.NEVER
    inlines = (AppointmentRows,)
    fields = ("username", "first_name", "is_active")
    list_display = ("username", "full_name", "roles", "is_active", "last_login")
    list_filter = (WaitingFilter, "is_active", RoleFilter)
    list_per_page = 50
    search_fields = ("username", "first_name", "last_name")
    search_help_text = gettext_lazy("Sign-in name or full name")

    @admin.display(description=gettext_lazy("full name"), ordering="first_name")
    def full_name(self, account: Account) -> str:
        """The person's name."""
        return account.get_full_name()

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, account: Account) -> str:
        """Its roles, those that whoever looks may see."""
        return "; ".join(str(appointment) for appointment in account.appointments_seen)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Account]:
        """Without the portal's own accounts, which nobody signs in with."""
        seen = Prefetch("appointments", _appointments_seen(request), to_attr="appointments_seen")
        return super().get_queryset(request).filter(is_staff=True).prefetch_related(seen)

    # Who may do what

    def history_scope(self, request: HttpRequest) -> access.Scope:
        """What an account was given elsewhere is not told here."""
        return access.scope(request.user, Action.VIEW_ACCOUNT)

    def has_change_permission(self, request: HttpRequest, obj: Account | None = None) -> bool:
        """Whether it may be given roles, or more. Which, the rows and the read-only fields say."""
        return _may_manage(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Account | None = None) -> tuple[str, ...]:
        is_theirs = obj is None or access.may_master(request.user, obj)
        return () if is_theirs else ("username", "full_name", "is_active")

    def get_fields(self, request: HttpRequest, obj: Account | None = None) -> tuple[str, ...]:
        if obj is None:
            return ("username", "first_name")
        return self.get_readonly_fields(request, obj) or tuple(self.fields)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        *args: Any,
        obj: Account | None = None,
        **kwargs: Any,
    ) -> HttpResponse:
        context["may_help"] = obj is not None and access.may_master(request.user, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Who makes accounts or hands out roles shows once more who it is.

        A stolen session would else make itself an account that may do all that the session alone may not.
        """
        if object_id is None:
            is_grave = self.has_add_permission(request)
        else:
            is_grave = self.has_change_permission(request, self.get_object(request, unquote(object_id)))
        if is_grave:
            door.demand_recent(request)
        return super().changeform_view(request, object_id, *args, **kwargs)

    # Saving, through the services

    def save_model(self, request: HttpRequest, obj: Account, form: ModelForm, change: bool) -> None:
        if not change or not access.may_master(request.user, obj):
            return
        cleaned = form.cleaned_data
        accounts.edit(
            account=obj,
            by=request.user,
            username=cleaned["username"],
            name=cleaned["first_name"],
            is_active=cleaned["is_active"],
        )

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list[AppointmentFormSet], change: bool
    ) -> None:
        for formset in formsets:
            formset.save(commit=False)  # tells what was added and deleted; stores nothing
        added = [(Role(row.role), row.agency) for formset in formsets for row in formset.new_objects]
        if not change:
            made, request.first_password = accounts.create_account(
                by=request.user,
                username=form.cleaned_data["username"],
                name=form.cleaned_data["first_name"],
                roles=added,
            )
            form.instance.pk = made.pk
            return
        for formset in formsets:
            for row in formset.deleted_objects:
                accounts.dismiss(appointment=row, by=request.user)
        for role, agency in added:
            accounts.appoint(account=form.instance, role=role, agency=agency, by=request.user)

    def response_add(
        self, request: HttpRequest, obj: Account, post_url_continue: str | None = None
    ) -> HttpResponse:
        """The first password in the answer itself: it is kept nowhere, not even in a message's cookie."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("The account is made"),
            "original": obj,
            "password": request.first_password,
        }
        return TemplateResponse(request, "admin/reports/account/password.html", context)


def _may_manage(request: HttpRequest, account: Account | None) -> bool:
    if account is None:
        return access.may(request.user, Action.MANAGE_ACCOUNT)
    if account.pk == request.user.pk or not account.is_staff:
        return False
    rows = Account.objects.filter(pk=account.pk)
    return access.limited(rows, request.user, Action.MANAGE_ACCOUNT).exists()


def _appointments_seen(request: HttpRequest) -> QuerySet[Appointment]:
    rows = Appointment.objects.select_related("agency")
    return access.limited(rows, request.user, Action.VIEW_ACCOUNT)
