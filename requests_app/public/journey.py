"""Which questions a person is asked, and in which order: a function of the rules and of what was answered.

Nothing here knows of Django. Answers are `{step: {field: value}}` with plain JSON values, as a draft
keeps them. A step that no longer applies is left out of the journey; its answer stays in the draft, so
that somebody who changes their mind twice has lost nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from policies.domain.facts import FactValue
from policies.domain.rules import FactQuestion, RightRule, RuleSet
from policies.domain.terms import Right, Role, Scope, StepMethod

from .wishes import HEALTH, SITE, WISH_BY_KEY, ApplyTo, Wish, offered

Answers = Mapping[str, Mapping[str, Any]]

WANT: Final = "want"
RECORDS: Final = "records"
ROLE: Final = "role"
AUTHORITY: Final = "authority"
PERSON: Final = "person"
SAFE: Final = "safe"
CONTACT: Final = "contact"
WHERE: Final = "where"
FIND: Final = "find"
FACT_PREFIX: Final = "fact-"
DETAILS_PREFIX: Final = "tell-"

SHAPE: Final = "_shape"
"""Beside an answer: the shape the question had when it was answered."""

UNCHECKED: Final = "unchecked"
"""The shape of an answer that was kept as it was typed: shown again, never taken as given."""

NO_ROLE_NEEDED: Final = frozenset({Right.CHILD_REPORT, Right.COMPLAINT, Right.POLICY_QUESTION})
"""Anyone may ask these, about nobody in particular: who they are does not matter."""

ACTING_FOR_ANOTHER: Final = frozenset(
    {Role.AGENT, Role.ATTORNEY_IN_FACT, Role.PARENT_OR_GUARDIAN, Role.EXECUTOR, Role.CONSERVATOR}
)
SHOWS_AUTHORITY: Final = frozenset({Role.AGENT, Role.ATTORNEY_IN_FACT})
"""Roles that rest on a paper the person gave: the form asks which one there is."""

ONLY_FOR_HEALTH_RECORDS: Final = frozenset({"california_provider", "wants", "records_class"})


@dataclass(frozen=True, slots=True)
class Asked:
    """One request to come: a wish over one scope. `rule` is None when the version does not grant it."""

    wish: Wish
    right: Right
    scope: Scope
    rule: RightRule | None

    @property
    def label(self) -> str:
        return self.wish.label_for(self.scope)


@dataclass(frozen=True)
class Journey:
    """The questions for these answers under these rules."""

    rules: RuleSet
    answers: Answers

    @cached_property
    def wishes(self) -> tuple[Wish, ...]:
        """What was ticked, in the form's order; words this version does not offer are dropped."""
        ticked = set(self._answer(WANT, "wishes") or ())
        return tuple(wish for wish in offered(self.rules) if wish.key in ticked)

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        """The requests that sending would make, each right once."""
        found = {(a.right, a.scope): a for wish in self.wishes for a in self._asked_by(wish)}
        return tuple(found.values())

    @cached_property
    def steps(self) -> tuple[str, ...]:
        """Every question of this journey, in the order they are asked."""
        steps = [WANT]
        if not self.wishes:
            return tuple(steps)
        if self.asks_which_records:
            steps.append(RECORDS)
        steps += self._steps_about_people()
        steps += [SAFE]
        if self.wants_an_answer:
            steps.append(CONTACT)
        steps += [f"{FACT_PREFIX}{question.name}" for question in self.fact_questions]
        if self.applies_to:
            steps.append(WHERE)
        steps += [f"{DETAILS_PREFIX}{wish.key}" for wish in self.wishes if wish.details]
        if self.needs_finding:
            steps.append(FIND)
        return tuple(steps)

    @property
    def missing(self) -> str | None:
        """The first question that has not been answered; None when all have."""
        return next((step for step in self.steps if not self.is_answered(step)), None)

    def is_answered(self, step: str) -> bool:
        """Whether the answer held was given to the question as it now stands."""
        return step in self.answers and self._answer(step, SHAPE) in (None, self.shape_of(step))

    def shape_of(self, step: str) -> str:
        """What the fields of a question hang on. When it changes, the question is asked again, filled in."""
        match step:
            case "contact":
                named = "named" if self.needs_name else "nameless" if self.asks_no_name else "named or not"
                return f"{self._answer(SAFE, 'preferred')} {named}"
            case "where":
                return " ".join(self.applies_to)
            case "person":
                return "with age" if self.asks_childs_age else "name"
        return ""

    def after(self, step: str) -> str | None:
        """The question that follows `step`; None after the last one."""
        return dict(zip(self.steps, (*self.steps[1:], None), strict=True)).get(step)

    def before(self, step: str) -> str | None:
        """The question before `step`; None before the first one."""
        return dict(zip(self.steps, (None, *self.steps[:-1]), strict=True)).get(step)

    @cached_property
    def asks_which_records(self) -> bool:
        """To see, correct or delete may mean health records, which run on other rules (and clocks)."""
        return any(self._may_mean_either(wish) for wish in self.wishes)

    @cached_property
    def asks_role(self) -> bool:
        return any(asked.right not in NO_ROLE_NEEDED for asked in self.asked)

    @cached_property
    def role(self) -> Role:
        if not self.asks_role:
            reports = any(asked.right is Right.CHILD_REPORT for asked in self.asked)
            return Role.REPORTER if reports else Role.SELF
        answer = self._answer(ROLE, "role")
        return Role(answer) if answer in set(Role) else Role.SELF

    @property
    def for_another(self) -> bool:
        return self.role in ACTING_FOR_ANOTHER

    @cached_property
    def only_opt_outs(self) -> bool:
        """Opt-outs ask for no name and no identity: only where to apply them."""
        return bool(self.wishes) and all(wish.apply_to for wish in self.wishes)

    @property
    def may_stay_silent(self) -> bool:
        """Nothing has to be sent back for these, so the person may ask for no answer."""
        return self.only_opt_outs or all(asked.right is Right.CHILD_REPORT for asked in self.asked)

    @property
    def wants_an_answer(self) -> bool:
        return not (self.may_stay_silent and self._answer(SAFE, "preferred") == "none")

    @property
    def needs_name(self) -> bool:
        return self.for_another or any(a.right not in NO_ROLE_NEEDED and not a.wish.apply_to for a in self.asked)

    @property
    def asks_no_name(self) -> bool:
        """An opt-out for oneself: a name would only identify, and nothing has to be identified."""
        return self.only_opt_outs and not self.for_another

    @property
    def asks_childs_age(self) -> bool:
        """Teenagers may have agreed to some care alone: their health records are looked through first."""
        return self.role is Role.PARENT_OR_GUARDIAN and self.about_health_records

    @property
    def about_health_records(self) -> bool:
        return any(asked.scope is HEALTH for asked in self.asked)

    @cached_property
    def applies_to(self) -> tuple[ApplyTo, ...]:
        """What the chosen opt-outs must know to be carried out, each once."""
        wanted = {wish.apply_to for wish in self.wishes}
        return tuple(kind for kind in ApplyTo if kind in wanted)

    @cached_property
    def needs_finding(self) -> bool:
        """Some chosen right rests on matching the person with what is held."""
        authority = StepMethod.AUTHORITY_CHECK
        steps = [rule for rule in self.rules.verification if rule.method is not authority]
        return any(a.right in step.rights and a.scope in step.scopes and a.rule for a in self.asked for step in steps)

    @cached_property
    def fact_questions(self) -> tuple[FactQuestion, ...]:
        """What the chosen rights ask of the requester, each question once."""
        names = dict.fromkeys(name for asked in self.asked for name in self.facts_of(asked))
        answered_by_role = {"deceased", "agent_permission", "power_of_attorney"}
        by_name = {question.name: question for question in self.rules.facts}
        wanted = [by_name[name] for name in names if name in by_name and name not in answered_by_role]
        return tuple(question for question in wanted if question.stated_by == "requester")

    def facts_of(self, asked: Asked) -> tuple[str, ...]:
        """The facts that matter to one request; a question about health records only where they are meant."""
        names = asked.rule.ask if asked.rule else ()
        return tuple(n for n in names if asked.scope is HEALTH or n not in ONLY_FOR_HEALTH_RECORDS)

    def stated_facts(self, asked: Asked) -> dict[str, FactValue]:
        """What the requester said that matters to one request; a fact not sure of is left out."""
        stated: dict[str, FactValue] = {}
        for name in self.facts_of(asked):
            value = self._answer(f"{FACT_PREFIX}{name}", "value")
            if value is not None and f"{FACT_PREFIX}{name}" in self.steps:
                stated[name] = value
        if self.role is Role.EXECUTOR:
            stated["deceased"] = True
        stated.update(self._stated_authority())
        return stated

    def question(self, name: str) -> FactQuestion | None:
        return next((question for question in self.fact_questions if question.name == name), None)

    def _steps_about_people(self) -> list[str]:
        if not self.asks_role:
            return []
        if not self.for_another:
            return [ROLE]
        return [ROLE, AUTHORITY, PERSON] if self.role in SHOWS_AUTHORITY else [ROLE, PERSON]

    def _asked_by(self, wish: Wish) -> list[Asked]:
        asked = []
        for scope in self._scopes_of(wish):
            rule = wish.granted(self.rules, scope)
            candidates = wish.rights.get(scope) or wish.all_rights
            asked.append(Asked(wish, rule.right if rule else candidates[0], scope, rule))
        return asked

    def _scopes_of(self, wish: Wish) -> tuple[Scope, ...]:
        if self._may_mean_either(wish):
            chosen = self._answer(RECORDS, "scope")
            return {"health": (HEALTH,), "both": (SITE, HEALTH)}.get(chosen or "", (SITE,))
        return self._granted_scopes(wish)[:1]

    def _granted_scopes(self, wish: Wish) -> tuple[Scope, ...]:
        return tuple(scope for scope in Scope if wish.granted(self.rules, scope))

    def _may_mean_either(self, wish: Wish) -> bool:
        """Whether the wish has to be told apart: this site's data, health records, or both."""
        if wish.ask_which_records:
            return any(HEALTH in rule.scopes for rule in self.rules.rights)
        return len(self._granted_scopes(wish)) > 1

    def _stated_authority(self) -> dict[str, FactValue]:
        """What an agent says they hold. Nothing said is nothing known, not a no."""
        held = self._answer(AUTHORITY, "proof") if AUTHORITY in self.steps else None
        stated: dict[str, FactValue] = {}
        if held == "power_of_attorney":
            stated["power_of_attorney"] = True
        elif held == "signed_permission":
            stated |= {"agent_permission": True, "power_of_attorney": False}
        elif held == "not_yet":
            stated |= {"agent_permission": False, "power_of_attorney": False}
        return stated

    def _answer(self, step: str, name: str) -> Any:
        return self.answers.get(step, {}).get(name)


def wish_of_step(step: str) -> Wish | None:
    """The wish whose text question `step` is."""
    return WISH_BY_KEY.get(step.removeprefix(DETAILS_PREFIX)) if step.startswith(DETAILS_PREFIX) else None
