"""The organization's own wordings of letters: a privacy officer adds a version, others read them."""

import hashlib
import json
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from organizations.models import MembershipRole, Organization
from organizations.selectors import organizations_of

from ... import languages
from ...models import LetterKind, LetterTemplate
from ...services.correspondence import templates
from ...services.correspondence.kinds import KINDS
from ...services.correspondence.text_blocks import blocks
from ..access import Standing, member
from ..desk_form import DeskForm, text_field
from ..pages import desk_page, posted
from .finding import READING, wrong_method
from .offered import OFFERS
from .panel import label

LANGUAGE_HINT = "Two letters, as in en, es, vi."
CHANGED: Final = "You changed something. Look at it once more before these words are used."


class WordingForm(DeskForm):
    """One wording. What it must have places for is checked when it is shown and when it is saved."""

    language = text_field("Language", most=10, missing="Enter the language.", help_text=LANGUAGE_HINT)
    subject = text_field("Subject", missing="Write a subject.", help_text="With {reference}, and nothing private.")
    body = forms.CharField(
        label="Text",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 28}),
        error_messages={"required": "Write the text.", "max_length": "Shorten the text to 20,000 characters."},
    )

    def __init__(self, *args: Any, kind: LetterKind, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(*args, **kwargs)
        must = ", ".join(f"{{{name}}}" for name in KINDS[kind].says)
        self.fields["body"].help_text = f"“# ” begins a heading, “- ” an item of a list. It must have: {must}."

    def clean_language(self) -> str:
        typed = languages.primary(self.cleaned_data["language"])
        if not (typed.isalpha() and typed.isascii() and len(typed) in (2, 3)):
            raise forms.ValidationError(LANGUAGE_HINT)
        return typed

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        problems = templates.check_wording(KINDS[self.kind], data.get("subject", ""), data.get("body", ""))
        for name, message in problems.items():
            if name not in self.errors:
                self.add_error(name, message)
        return data


def wordings(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Which letters there are, and which of them the organization has worded itself."""
    organization = _own(request, slug)
    if wrong := wrong_method(request, *READING):
        return wrong
    own: dict[str, dict[str, int]] = {}
    for row in LetterTemplate.objects.filter(organization=organization).order_by("version"):
        own.setdefault(row.kind, {})[row.language] = row.version
    lines = [
        {
            "label": label(kind),
            "explains": offer.explains,
            "own": [f"{languages.NAMES.get(code, code)} (version {n})" for code, n in own.get(kind, {}).items()],
            "url": reverse("staff:wording", args=[slug, kind.value]),
        }
        for kind, offer in OFFERS.items()
    ]
    context = {"lines": lines, "organization": organization, "may_word": _may_word(request, organization)}
    return desk_page(request, "staff/letters/wordings.html", f"Letters of {organization}", context)


@require_http_methods(["GET", "POST"])
def wording(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """Adding a version: shown as it would look first, saved on the second step."""
    organization = _own(request, slug)
    if kind not in [each.value for each in OFFERS]:
        raise Http404
    if not _may_word(request, organization):
        raise PermissionDenied("The words of letters are changed by the privacy officer.")
    wanted = LetterKind(kind)
    form = WordingForm(posted(request), kind=wanted, initial=_initial(organization, wanted, request))
    shown, told, fingerprint = None, "", ""
    if request.method == "POST" and form.is_valid():
        data, fingerprint = form.cleaned_data, _fingerprint(form)
        is_save = request.POST.get("step") == "save"
        if is_save and request.POST.get("previewed") == fingerprint:
            given = {"subject": data["subject"], "body": data["body"]}
            row = templates.add_version(organization, wanted, data["language"], **given, by=member(request))
            messages.success(request, f"Version {row.version} ({row.language}) of “{label(kind)}” is used from now on.")
            return redirect("staff:wordings", slug=slug)
        shown, told = blocks(data["body"]), CHANGED if is_save else ""
    context = {
        "form": form,
        "label": label(kind),
        "places": sorted(KINDS[wanted].places),
        "shown": shown,
        "told": told,
        "previewed": fingerprint,
        "subject": form.cleaned_data.get("subject", "") if shown else "",
        "back_url": reverse("staff:wordings", args=[slug]),
    }
    return desk_page(request, "staff/letters/wording.html", f"{label(kind)}: {organization}", context)


def _fingerprint(form: WordingForm) -> str:
    """Changes with every word."""
    said = [form.cleaned_data[name] for name in ("language", "subject", "body")]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]


def _initial(organization: Organization, kind: LetterKind, request: HttpRequest) -> dict[str, str]:
    """The wording in use, to begin with."""
    language = languages.primary(request.GET.get("language", organization.language))
    found = templates.find_or_default(organization, kind.value, language)
    return {"language": language, "subject": found.subject, "body": found.body}


def _own(request: HttpRequest, slug: str) -> Organization:
    found = organizations_of(member(request)).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _may_word(request: HttpRequest, organization: Organization) -> bool:
    return MembershipRole.PRIVACY_OFFICER in Standing(member(request), organization).roles
