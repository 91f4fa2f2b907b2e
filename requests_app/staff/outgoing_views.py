"""All outgoing mail, for operators: held back or leaving, and what was given up. No case, no address, no word of it."""

from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from .. import clock_source, day_words
from ..models import DeliveryAttempt, Message, MessageKind
from ..selectors.webhooks import standing_of_endpoints
from ..services import outgoing
from .access import member
from .desk_form import DeskForm, text_field
from .pages import desk_page

UTC: Final = ZoneInfo("UTC")
KINDS: Final = {
    MessageKind.ALERTS: "alerts",
    MessageKind.FAULTS: "a fault in a computation",
    MessageKind.ACKNOWLEDGEMENT: "a confirmation of receipt",
    MessageKind.LETTER: "a letter",
    MessageKind.ACCESS_CODE: "an access code",
    MessageKind.WORD: "word that somebody wrote",
    MessageKind.CONTACT_CHANGED: "word that a contact was changed",
    MessageKind.PERSON_WROTE: "word that a person wrote",
    MessageKind.DIGEST: "a morning list",
    MessageKind.PROBE: "the daily trial of a form",
    MessageKind.WEBHOOK: "a webhook",
    MessageKind.ALARM: "an alarm of the engine",
}
"""What a mail is, without saying of whom."""


class HoldForm(DeskForm):
    reason = text_field(
        "Why mail is held back", help_text="As in “the mail server moves”.", missing="Write down why mail is held back."
    )


class SendAgainForm(DeskForm):
    chosen = forms.MultipleChoiceField(
        label="Mails that were given up",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one mail.",
            "invalid_choice": "One of these is no longer given up: it was sent again already. Look at the list anew.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chosen"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = _dead_letters()


@require_http_methods(["GET", "POST"])
def outgoing_mail(request: HttpRequest) -> HttpResponseBase:
    """Http404 for whoever is no operator."""
    if not member(request).is_superuser:
        raise Http404
    step = request.POST.get("step")
    hold = HoldForm(request.POST if step == "hold" else None)
    again = SendAgainForm(request.POST if step in ("again", "aside") else None)
    if request.method == "POST" and _done(request, step, hold, again):
        return redirect("staff:outgoing")
    held = outgoing.paused()
    context = {
        "held": held,
        "since": _moment(held.begun_at) if held else "",
        "hold": hold,
        "again": again,
        "form": hold if hold.errors else again,
        "endpoints": [(each, _moment(each.created_at)) for each in standing_of_endpoints(clock_source.now())],
        "dead": bool(again.fields["chosen"].choices),  # type: ignore[attr-defined]
    }
    return desk_page(request, "staff/outgoing.html", "Outgoing mail", context)


def _done(request: HttpRequest, step: str | None, hold: HoldForm, again: SendAgainForm) -> bool:
    """Whether what was asked for is done; False when a field is wrong. Doing it twice changes nothing more."""
    now = clock_source.now()
    if step == "hold" and hold.is_valid():
        outgoing.pause(reason=hold.cleaned_data["reason"], by=member(request).name, now=now)
        messages.success(request, "Mail is held back from now on. No clock stops.")
    elif step == "resume":
        outgoing.resume(now=now)
        messages.success(request, "Mail leaves again; what has waited goes first.")
    elif step == "again" and again.is_valid():
        count = outgoing.send_again(again.cleaned_data["chosen"], now=now)
        messages.success(request, f"{count} mail{'' if count == 1 else 's'} queued once more.")
    elif step == "aside" and again.is_valid():
        count = outgoing.set_aside(again.cleaned_data["chosen"])
        messages.success(request, f"{count} mail{'' if count == 1 else 's'} set aside.")
    else:
        return step not in ("hold", "again", "aside")
    return True


def _dead_letters() -> list[tuple[str, str]]:
    """Id, and organization, kind, code and the last attempt in words."""
    dead = outgoing.dead_letters()
    tries = DeliveryAttempt.objects.filter(message__in=dead).values("message").annotate(last=Max("ended_at"))
    last = {row["message"]: row["last"] for row in tries}
    return [(str(each.pk), _line(each, last.get(each.pk) or each.next_attempt_at)) for each in dead]


def _line(message: Message, at: Any) -> str:
    kind = KINDS.get(MessageKind(message.kind), message.kind)
    return f"{message.organization}: {kind}, code {message.detail or 'none'}, given up since {_moment(at)}"


def _moment(at: Any) -> str:
    return f"{day_words.moment(at, UTC)} (UTC)"
