"""Accounts of an office: who may sign in, in what role, and letting somebody in again.

A password that opens an account is shown on the page that answers the press, once. It is not
kept for a repeat of the press: whoever presses twice is told that it was shown.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from safe_mobility.doors.common import clock
from safe_mobility.doors.common.access import STAFF, access
from safe_mobility.doors.common.asking import asker
from safe_mobility.doors.common.once import once
from safe_mobility.doors.common.words import words_for
from safe_mobility.doors.console import places
from safe_mobility.doors.console.forms.accounts import AskRecovery, GiveRole, NewAccount
from safe_mobility.shared.refusal import NotVisible, Refusal
from safe_mobility.staff import queries as staff
from safe_mobility.staff import rules
from safe_mobility.staff.services import accounts as acts
from safe_mobility.staff.services import recovery
from safe_mobility.staff.services.accounts import Opened

SUPERVISOR = {"SUPERVISOR"}


@access(STAFF, roles=SUPERVISOR)
def accounts(request: HttpRequest) -> HttpResponse:
    """Everybody of the office, and what waits for a second supervisor."""
    return _list(request)


@access(STAFF, roles=SUPERVISOR)
@require_http_methods(["GET", "POST"])
def new_account(request: HttpRequest) -> HttpResponse:
    """An account with its first role at my office."""
    form = NewAccount(request.POST or None)
    if form.is_valid():
        asked, who = form.cleaned_data, asker(request)
        opened: list[Opened] = []
        try:
            with once(request, who) as act:
                act(
                    acts.create_account,
                    keep=_catch(opened),
                    username=asked["username"],
                    display_name=asked["display_name"],
                    language=asked["language"],
                    role=asked["role"],
                    office_code=_office_for(request, asked["role"]),
                    from_on=places.today(places.office_of(who)),
                    actor=who,
                    now=clock.now(),
                )
        except Refusal as refusal:
            form.add_error(None, words_for(refusal))
        else:
            return _shown_once(request, opened, asked["username"], new=True)
    return render(request, "console/accounts/new.html", {"form": form})


@access(STAFF, roles=SUPERVISOR)
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, user_id: int) -> HttpResponse:
    """One account: its roles, with a form for another one."""
    seen = staff.account(asker=asker(request), user_id=user_id)
    form = GiveRole(request.POST or None)
    if form.is_valid():
        role = form.cleaned_data["role"]
        try:
            _press(
                request,
                acts.give_role,
                user_id=user_id,
                office_code=_office_for(request, role),
                role=role,
                from_on=places.today(places.office_of(asker(request))),
            )
        except Refusal as refusal:
            form.add_error(None, words_for(refusal))
        else:
            return redirect("console:account", user_id)
    return _one(request, seen, form=form)


@access(STAFF, roles=SUPERVISOR)
@require_POST
def end_role(request: HttpRequest, user_id: int, role_id: UUID) -> HttpResponse:
    """The role ends with today."""
    seen = staff.account(asker=asker(request), user_id=user_id)
    if str(role_id) not in {role.id for role in seen.roles}:
        raise NotVisible(role=str(role_id))
    today = places.today(places.office_of(asker(request)))
    _press(request, acts.end_role, assignment_id=role_id, last_on=today)
    return redirect("console:account", user_id)


@access(STAFF, roles=SUPERVISOR)
@require_POST
def close_account(request: HttpRequest, user_id: int) -> HttpResponse:
    """Close the account, or open it again."""
    seen = staff.account(asker=asker(request), user_id=user_id)
    try:
        _press(
            request,
            acts.set_active,
            user_id=user_id,
            active=not seen.is_active,
            office=places.office_of(asker(request)),
        )
    except Refusal as refusal:
        return _one(request, seen, refused=words_for(refusal), status=409)
    return redirect("console:account", user_id)


@access(STAFF, roles=SUPERVISOR)
@require_http_methods(["GET", "POST"])
def ask_recovery(request: HttpRequest, user_id: int) -> HttpResponse:
    """Vouch for somebody who stands before me and cannot sign in."""
    seen = staff.account(asker=asker(request), user_id=user_id)
    form = AskRecovery(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            _press(request, recovery.ask, real=True, user_id=user_id, reason=reason)
        except Refusal as refusal:
            form.add_error(None, words_for(refusal))
        else:
            return redirect("console:accounts")
    return render(request, "console/accounts/recovery.html", {"form": form, "account": seen})


@access(STAFF, roles=SUPERVISOR)
@require_POST
def confirm_recovery(request: HttpRequest, recovery_id: UUID) -> HttpResponse:
    """The second yes. The way back in is shown here, once."""
    waiting = staff.recoveries(asker=asker(request), now=timezone.now())
    asked = next((each for each in waiting if each.id == str(recovery_id)), None)
    opened: list[Opened] = []
    try:
        _press(request, recovery.confirm, keep=_catch(opened), real=True, recovery_id=recovery_id)
    except NotVisible:
        raise
    except Refusal as refusal:
        return _list(request, refused=words_for(refusal), status=409)
    return _shown_once(request, opened, asked.username if asked else "", new=False)


@access(STAFF, roles=SUPERVISOR)
@require_POST
def drop_recovery(request: HttpRequest, recovery_id: UUID) -> HttpResponse:
    try:
        _press(request, recovery.drop, real=True, recovery_id=recovery_id)
    except NotVisible:
        raise
    except Refusal as refusal:
        return _list(request, refused=words_for(refusal), status=409)
    return redirect("console:accounts")


@access(STAFF, roles=SUPERVISOR)
@require_POST
def confirm_role(request: HttpRequest, role_id: UUID) -> HttpResponse:
    """The second yes to a role that watches over others."""
    try:
        _press(request, acts.confirm_role, assignment_id=role_id)
    except NotVisible:
        raise
    except Refusal as refusal:
        return _list(request, refused=words_for(refusal), status=409)
    return redirect("console:accounts")


def _press(
    request: HttpRequest,
    service: Any,
    *,
    keep: Any = lambda _result: "",
    real: bool = False,
    **arguments: Any,
) -> None:
    """One act of this supervisor. `real` adds real time, which recovery counts in."""
    if real:
        arguments["real_now"] = timezone.now()
    with once(request, asker(request)) as act:
        act(service, keep=keep, actor=asker(request), now=clock.now(), **arguments)


def _catch(into: list[Opened]) -> Any:
    """Take the password aside; what the press row keeps is only whose account it is."""

    def keep(opened: Opened) -> str:
        into.append(opened)
        return str(opened.user_id)

    return keep


def _shown_once(
    request: HttpRequest, opened: list[Opened], username: str, *, new: bool
) -> HttpResponse:
    password = opened[0].first_password if opened else ""
    context = {"password": password, "username": username, "new": new}
    return render(request, "console/accounts/opened.html", context)


def _office_for(request: HttpRequest, role: rules.Role) -> str:
    """My office, and none for an auditor, who watches over all."""
    if role is rules.Role.AUDITOR:
        return rules.ALL_OFFICES
    return places.office_of(asker(request))


def _list(request: HttpRequest, *, refused: str = "", status: int = 200) -> HttpResponse:
    who = asker(request)
    roles = staff.roles_to_confirm(asker=who)
    asked = staff.recoveries(asker=who, now=timezone.now())
    names = staff.display_names(
        [*(each.given_by for each in roles), *(each.asked_by for each in asked)]
    )
    context = {
        "refused": refused,
        "accounts": staff.accounts(asker=who),
        "roles": [(each, names.get(str(each.given_by), "")) for each in roles],
        "recoveries": [(each, names.get(str(each.asked_by), "")) for each in asked],
        "me": int(who.id),
        "today": places.today(places.office_of(who)),
    }
    return render(request, "console/accounts/list.html", context, status=status)


def _one(
    request: HttpRequest,
    seen: staff.AccountSeen,
    *,
    form: GiveRole | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    who = asker(request)
    context = {
        "refused": refused,
        "account": seen,
        "form": form or GiveRole(),
        "mine": str(seen.id) == who.id,
        "office": places.office_of(who),
        "today": places.today(places.office_of(who)),
    }
    return render(request, "console/accounts/one.html", context, status=status)
