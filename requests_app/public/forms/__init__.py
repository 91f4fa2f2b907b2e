"""One form per question page; `form_class` says which belongs to a step."""

from typing import Final

from policies.domain.facts import FACTS
from requests_app.public import journey as j
from requests_app.public.journey import wish_of_step

from .fact_question import FactForm
from .people_questions import AuthorityForm, ContactForm, PersonForm, RoleForm, SafeForm
from .question import Question
from .request_questions import FindForm, RecordsForm, TellForm, WantForm, WhereForm

FORMS: Final[dict[str, type[Question]]] = {
    j.WANT: WantForm,
    j.RECORDS: RecordsForm,
    j.ROLE: RoleForm,
    j.AUTHORITY: AuthorityForm,
    j.PERSON: PersonForm,
    j.SAFE: SafeForm,
    j.CONTACT: ContactForm,
    j.WHERE: WhereForm,
    j.FIND: FindForm,
}

__all__ = ["Question", "form_class", "is_step"]


def is_step(word: str) -> bool:
    """Whether any journey could ask a question of this name."""
    fact = word.removeprefix(j.FACT_PREFIX)
    return word in FORMS or wish_of_step(word) is not None or (fact != word and fact in FACTS)


def form_class(step: str) -> type[Question]:
    """The form of a step; KeyError for a word that is no step."""
    if step.startswith(j.FACT_PREFIX):
        return FactForm
    if step.startswith(j.DETAILS_PREFIX):
        return TellForm
    return FORMS[step]
