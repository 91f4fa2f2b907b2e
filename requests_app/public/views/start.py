"""The list of organizations, each one's start page, and the page for those who act for somebody."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from organizations.models import Organization
from policies.domain.terms import ChannelKind, NoteTopic, Role
from requests_app.day_words import zone_name
from requests_app.public.accents import accent_css
from requests_app.public.pages import page
from requests_app.public.published import is_example, organization_called, promises_of
from requests_app.public.wishes import offered
from requests_app.wording import ROLES

ACTING = (Role.AGENT, Role.ATTORNEY_IN_FACT, Role.PARENT_OR_GUARDIAN, Role.CONSERVATOR, Role.EXECUTOR)

CHANNEL_NAMES = {
    ChannelKind.PHONE: "Phone",
    ChannelKind.TTY: "TTY",
    ChannelKind.WEB: "Website",
    ChannelKind.WEB_MESSAGE: "Message through the website",
    ChannelKind.MAIL: "Mail",
    ChannelKind.EMAIL: "Email",
    ChannelKind.IN_PERSON: "In person",
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    organizations = [(each, is_example(each)) for each in Organization.objects.order_by("name")]
    examples = any(example for _, example in organizations)
    return page(request, "home.html", {"organizations": organizations}, noindex=examples)


@require_safe
def start(request: HttpRequest, slug: str) -> HttpResponse:
    organization = organization_called(slug)
    promises = promises_of(organization, timezone.now())
    if promises is None:
        return page(request, "no_policy.html", organization=organization, status=404)
    context = {
        "groups": promises.offers(),
        "who": promises.who_may_ask(),
        "who_notes": promises.notes(NoteTopic.WHO_MAY_ASK, NoteTopic.CHILDREN),
        "times": promises.answer_times(),
        "needed": promises.needed(),
        "opt_outs": any(wish.apply_to for wish in offered(promises.rules)),
        "limits": promises.limits(),
        "fees": promises.fees(),
        "zone": zone_name(promises.zone),
        "channels": [(CHANNEL_NAMES[channel.kind], channel) for channel in promises.channels()],
        "agent_notes": promises.notes(NoteTopic.AGENTS),
        "good_to_know": promises.notes(
            NoteTopic.NO_SALE, NoteTopic.SECURE_CHANNELS, NoteTopic.SELF_SERVICE, NoteTopic.NO_RETALIATION
        ),
    }
    return page(request, "start.html", context, organization=organization, rules=promises.rules)


@require_safe
def agents(request: HttpRequest, slug: str) -> HttpResponse:
    """What somebody who acts for another has to show, and how to ask."""
    organization = organization_called(slug)
    promises = promises_of(organization, timezone.now())
    if promises is None:
        return page(request, "no_policy.html", organization=organization, status=404)
    lines = promises.authority_lines(ACTING)
    context = {
        "notes": promises.notes(NoteTopic.AGENTS),
        "steps": [(step, ", ".join(ROLES[role] for role in roles)) for step, roles in lines if roles],
    }
    return page(request, "agents.html", context, organization=organization, rules=promises.rules)


@require_safe
def accent(_request: HttpRequest, slug: str) -> HttpResponse:
    """The organization's color: a file of its own, because nothing inline is allowed."""
    css = accent_css(organization_called(slug).accent_color)
    return HttpResponse(css, content_type="text/css; charset=utf-8", headers={"Cache-Control": "public, max-age=3600"})
