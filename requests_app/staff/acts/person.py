"""With the person: what is said to them and comes back, more time, and a fee."""

from typing import Final

from ...domain.lifecycle import Action
from .. import contact_form, talk_forms
from .. import decision_forms as decide
from .. import person_forms as person
from .line import Act, ActGroup

PERSON, TIME, FEE = ActGroup.PERSON, ActGroup.TIME, ActGroup.FEE

TALK: Final = (
    Act(
        Action.ACKNOWLEDGE,
        PERSON,
        "Record that receipt was confirmed",
        "Record the confirmation",
        person.AcknowledgeForm,
        "In writing or by word of mouth.",
    ),
    Act(
        Action.SEND_MESSAGE,
        PERSON,
        "Write to the person",
        "Put it on their page",
        talk_forms.WriteForm,
        "They read it on their status page. The mail says only that we wrote.",
    ),
    Act(
        Action.RECEIVE_MESSAGE,
        PERSON,
        "Record what the person said",
        "Record it",
        talk_forms.HeardForm,
        "By telephone, letter or e-mail. They see on their page that it was written down.",
    ),
    Act(
        Action.REQUEST_CLARIFICATION,
        PERSON,
        "Record that you asked for more detail",
        "Record the question",
        person.AskDetailForm,
        "The clock goes on unless a rule says otherwise.",
    ),
    Act(
        Action.RECEIVE_CLARIFICATION,
        PERSON,
        "Record the person's answer",
        "Record the answer",
        person.DetailReceivedForm,
    ),
    Act(Action.SEND_REMINDER, PERSON, "Record a reminder", "Record the reminder", person.RemindForm),
    Act(
        Action.RECORD_BOUNCE,
        PERSON,
        "Record that a notice came back",
        "Record it",
        person.BounceForm,
        "What came back told nobody anything. A date that rested on it may fall back.",
    ),
    Act(
        Action.CHANGE_CONTACT,
        PERSON,
        "Change how the person is reached",
        "Change it",
        contact_form.ChangeContactForm,
        "Identity is then established anew, and the way used until now hears of it unless that is not safe.",
    ),
    Act(
        Action.COMPLAIN,
        PERSON,
        "Record a complaint",
        "Record the complaint",
        talk_forms.ComplaintForm,
        "A complaint about how this was treated is a request of its own, with its own dates, linked to this one.",
    ),
)
CLOCK_AND_COST: Final = (
    Act(
        Action.SEND_EXTENSION_NOTICE,
        TIME,
        "Record a notice that more time is needed",
        "Record the notice",
        person.ExtensionForm,
    ),
    Act(
        Action.FIND_FEE,
        FEE,
        "Find a ground for a fee",
        "Record the finding",
        decide.FeeFoundForm,
        "You find it in your own name. It charges nobody anything yet.",
    ),
    Act(Action.SEND_FEE_REASON, FEE, "Record that the reason was sent", "Record it", person.FeeReasonForm),
    Act(Action.SEND_FEE_ESTIMATE, FEE, "Record that the cost estimate was sent", "Record it", person.FeeEstimateForm),
    Act(Action.ACCEPT_FEE, FEE, "Record that the person accepts the fee", "Record it", person.PersonActedForm),
    Act(Action.DECLINE_FEE, FEE, "Record that the person declines the fee", "Record it", person.PersonActedForm),
    Act(
        Action.WAIVE_FEE,
        FEE,
        "Ask for no fee after all",
        "Waive the fee",
        decide.WaiveFeeForm,
        "The request can then be answered free of charge.",
    ),
)
ACTS: Final = (*TALK, *CLOCK_AND_COST)
