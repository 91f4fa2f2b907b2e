"""The question pages: each saves its own answer in the draft and leads to the next question."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from organizations.models import Organization
from requests_app.day_words import moment, zone_name
from requests_app.public.drafts_of_visitor import FormState, holds, keep, state_of
from requests_app.public.forms import Question, form_class, is_step
from requests_app.public.journey import AUTHORITY, PERSON, SHAPE, SHOWS_AUTHORITY, UNCHECKED, WANT, Journey
from requests_app.public.pages import page
from requests_app.public.promises import Promises
from requests_app.public.published import organization_called, promises_of
from requests_app.public.sent_forms import sent_with
from requests_app.public.spam import BEGUN_FIELD, TRAP_FIELD, opened_at, opening_mark
from requests_app.public.wishes import offered

NOT_ANSWERS = ("csrfmiddlewaretoken", TRAP_FIELD, BEGUN_FIELD)
ANSWERS_GONE = (
    "Your earlier answers are no longer kept: they are erased 24 hours after the last change, or when cookies are off."
    " What you have just typed is still here. Please answer the other questions again."
)


@require_safe
@never_cache
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """A fresh address for a new form. `?for=opt_out_sale` ticks a wish, so that a link can lead straight to it."""
    organization = organization_called(slug)
    promises = promises_of(organization, timezone.now())
    if promises is None:
        return page(request, "no_policy.html", organization=organization, status=404)
    first = redirect("public:question", slug=slug, draft_id=uuid4(), step=WANT)
    wish = request.GET.get("for", "")
    if wish in {offer.key for offer in offered(promises.rules)}:
        first["Location"] += f"?for={wish}"
    return first


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, slug: str, draft_id: UUID, step: str) -> HttpResponse:
    now = timezone.now()
    if not is_step(step):
        raise Http404("There is no such question.")
    organization = organization_called(slug)
    promises = promises_of(organization, now)
    if promises is None:
        return page(request, "no_policy.html", organization=organization, status=404)
    if holds(request, draft_id) and sent_with(organization, draft_id):
        return redirect("public:sent", slug=slug, draft_id=draft_id)
    state = state_of(request, organization, draft_id, now)
    journey = Journey(promises.rules, state.answers if state else {})
    if request.method == "POST":
        return _save(request, organization, promises, draft_id, step, journey, state)
    if step != WANT and state is None:
        return page(request, "gone.html", organization=organization, rules=promises.rules, private=True, status=404)
    if not _reachable(journey, step):
        return redirect("public:question", slug=slug, draft_id=draft_id, step=journey.missing or journey.steps[-1])
    form = form_class(step)(journey, step=step, saved=_saved(request, journey, step))
    return question_page(request, organization, promises, draft_id, form, state)


def _save(
    request: HttpRequest,
    organization: Organization,
    promises: Promises,
    draft_id: UUID,
    step: str,
    journey: Journey,
    state: FormState | None,
) -> HttpResponse:
    """Keep a right answer and go on; show a wrong one again with what is wrong, as it was typed."""
    if step not in journey.steps:
        return keep_for_later(request, organization, promises, draft_id, step, state)
    form = form_class(step)(journey, step=step, data=request.POST, saved=journey.answers.get(step))
    if not form.is_valid():
        return question_page(request, organization, promises, draft_id, form, state)
    now = timezone.now()
    trapped = bool(request.POST.get(TRAP_FIELD))
    opened = opened_at(request.POST.get(BEGUN_FIELD, ""), draft_id)
    kept = keep(request, organization, draft_id, {step: form.answer()}, now=now, trapped=trapped, opened_at=opened)
    return _onwards(organization, step, Journey(promises.rules, kept.answers), kept)


def _onwards(organization: Organization, step: str, journey: Journey, state: FormState) -> HttpResponse:
    """The next question; after a change made from the check page, straight to what that change left open."""
    following = journey.missing if state.reviewed else journey.after(step)
    if following is None:
        return redirect("public:check", slug=organization.slug, draft_id=state.id)
    return redirect("public:question", slug=organization.slug, draft_id=state.id, step=following)


def _reachable(journey: Journey, step: str) -> bool:
    """A question can be opened when all before it are answered."""
    if step not in journey.steps:
        return False
    before = journey.steps[: journey.steps.index(step)]
    return all(journey.is_answered(earlier) for earlier in before)


def _saved(request: HttpRequest, journey: Journey, step: str) -> Mapping[str, object]:
    if step == WANT and WANT not in journey.answers and (wish := request.GET.get("for")):
        return {"wishes": [wish]}
    return journey.answers.get(step, {})


def keep_for_later(
    request: HttpRequest,
    organization: Organization,
    promises: Promises,
    draft_id: UUID,
    step: str,
    state: FormState | None,
) -> HttpResponse:
    """An answer to a question that is not asked now: another tab changed course, or the answers before it are erased.

    It is kept as typed and shown again when its turn comes.
    """
    typed = {name: request.POST[name] for name in request.POST if name not in NOT_ANSWERS}
    kept = keep(request, organization, draft_id, {step: {**typed, SHAPE: UNCHECKED}}, now=timezone.now())
    journey = Journey(promises.rules, kept.answers)
    if state is not None:
        return redirect("public:question", slug=organization.slug, draft_id=kept.id, step=journey.missing or WANT)
    form = form_class(WANT)(journey, step=WANT)
    return question_page(request, organization, promises, kept.id, form, kept, problem=ANSWERS_GONE)


def _authority(form: Question, promises: Promises) -> tuple[str, ...]:
    """What may be asked of one who acts for another, told where they say so."""
    shown_at = AUTHORITY if form.journey.role in SHOWS_AUTHORITY else PERSON
    if form.step != shown_at:
        return ()
    wanted = {(asked.right, asked.scope) for asked in form.journey.asked}
    steps = [
        step
        for step in promises.authority(form.journey.role)
        if any(right in step.rights and scope in step.scopes for right, scope in wanted)
    ]
    return tuple(dict.fromkeys(step.says for step in steps))


def question_page(
    request: HttpRequest,
    organization: Organization,
    promises: Promises,
    draft_id: UUID,
    form: Question,
    state: FormState | None,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    earlier = form.journey.before(form.step)
    context = {
        "form": form,
        "draft_id": draft_id,
        "earlier": earlier,
        "problem": problem,
        "kept_until": moment(state.expires_at, promises.zone) if state else None,
        "expires_at": state.expires_at if state else None,
        "zone": zone_name(promises.zone),
        "authority": _authority(form, promises),
        "begun": request.POST.get(BEGUN_FIELD) or opening_mark(draft_id, timezone.now()),
    }
    template = "want.html" if form.step == WANT else "question.html"
    return page(
        request, template, context, organization=organization, rules=promises.rules, private=True, status=status
    )
