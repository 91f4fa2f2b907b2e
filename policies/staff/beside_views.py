"""What is recorded beside a published version: each page is one form that calls one service."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from organizations.staff.form_page import form_page
from policies.domain.terms import RuleKind
from policies.models import NoticeKind, PolicyVersion
from policies.services.beside import attach_source_text, decide_restriction, record_notice, withdraw

from .acting import acting, told
from .forms import DecisionForm, NoticeForm, SourceTextForm, WithdrawalForm
from .version_page import page_url


def decide(request: HttpRequest, version: PolicyVersion, rule_kind: str, rule_key: str) -> HttpResponse:
    if rule_kind not in set(RuleKind):
        raise Http404

    @told
    def act(cleaned: dict[str, Any]) -> str:
        decide_restriction(
            version,
            rule_kind=RuleKind(rule_kind),
            rule_key=rule_key,
            **cleaned,
            by=acting(request),
            at=timezone.now(),
        )
        return f"It is on record that {rule_key} is {'applied' if cleaned['applied'] else 'not applied'}."

    return form_page(
        request,
        form=DecisionForm(request.POST or None),
        act=act,
        title=f"Decide whether {rule_key} of {version} is applied",
        explains="Where this rule restricts people more than the law allows, it is applied only if you say so here, "
        "with your reason. The decision stands for this version and cannot be changed.",
        verb="Record the decision",
        back=page_url(version),
    )


def withdraw_version(request: HttpRequest, version: PolicyVersion) -> HttpResponse:
    @told
    def act(cleaned: dict[str, Any]) -> str:
        withdraw(version, **cleaned, by=acting(request), at=timezone.now())
        return f"{version} governs no new request from {cleaned['from_day']} on."

    return form_page(
        request,
        form=WithdrawalForm(request.POST or None, initial={"from_day": version.effective_from}),
        act=act,
        title=f"Withdraw {version}",
        explains="From that day on the version before it governs new requests, if there is one. Requests that were "
        "received under this version stay under it. This cannot be undone.",
        verb="Withdraw the version",
        back=page_url(version),
    )


def notice(request: HttpRequest, version: PolicyVersion) -> HttpResponse:
    @told
    def act(cleaned: dict[str, Any]) -> str:
        kind = NoticeKind(cleaned.pop("kind"))
        record_notice(version, kind=kind, **cleaned, by=acting(request), at=timezone.now())
        return "The notice is on record."

    return form_page(
        request,
        form=NoticeForm(request.POST or None),
        act=act,
        title=f"Record a notice about {version}",
        explains="When and where people were told. Some policies promise a notice before a change takes effect.",
        verb="Record the notice",
        back=page_url(version),
    )


def source_text(request: HttpRequest, version: PolicyVersion) -> HttpResponse:
    @told
    def act(cleaned: dict[str, Any]) -> str:
        attach_source_text(version, **cleaned, by=acting(request), at=timezone.now())
        return "The text stands beside the version."

    return form_page(
        request,
        form=SourceTextForm(request.POST or None),
        act=act,
        title=f"Attach the published text of {version}",
        explains="The text is kept beside the version, for holding each rule against it.",
        verb="Attach the text",
        back=page_url(version),
    )
