"""Kaiser Permanente: 30 days without an extension, health records under HIPAA, limits on disclosure, children."""

from typing import Final

from policies.domain.terms import Right, Role, Scope

from ..domain.arriving import Channel
from ..domain.lifecycle import Action
from .script import Done, Tale, Wish, found, sent, verified

HEALTH: Final = Scope.HEALTH_RECORDS
PAID = {"recipient": "health_plan", "purpose": "payment", "services_specific": True, "paid_in_full": True}

TALES: Final = (
    Tale(who="Anselm Whitcombe", ago=0, wishes=(Wish(Right.ACCESS, "Show me what the website has stored of me."),)),
    Tale(
        who="Bronwyn Takahashi",
        ago=1,
        wishes=(Wish(Right.ACCESS, "My visit notes of this spring.", HEALTH, {"wants": "copies"}),),
    ),
    Tale(
        who="Cosmo Eriksen",
        ago=28,
        wishes=(Wish(Right.DELETE, "Delete my kp.org profile."),),
        done=(verified(21),),
    ),
    Tale(
        who="Dagny Fontaine",
        ago=35,
        wishes=(Wish(Right.CORRECT, "My street is Alder Lane, not Elder Lane."),),
        done=(Done(33, Action.START_WORK), verified(30)),
    ),
    Tale(
        who="Emeka Rosenthal",
        ago=20,
        channel=Channel.MAIL,
        where="kp.org Privacy, Pleasanton",
        wishes=(Wish(Right.AMEND, "The allergy list names penicillin. I am not allergic.", HEALTH),),
        done=(verified(15), Done(14, Action.ADD_NOTE, {"note": "With Dr. Osei for an opinion."})),
    ),
    Tale(
        who="Fiammetta Boyle",
        ago=1,
        channel=Channel.PHONE,
        wishes=(Wish(Right.LIMIT_DISCLOSURE, "Paid the visit herself; the plan must not hear of it.", HEALTH, PAID),),
        done=(
            found(1, "recipient", "health_plan", "Her plan, by the card on file."),
            found(1, "purpose", "payment", "The claim of the visit."),
            found(1, "services_specific", True, "One visit, 14 March."),
            found(1, "paid_in_full", True, "Receipt 20931, nothing open."),
            found(1, "required_by_law", False, "No law asks for this claim."),
        ),
    ),
    Tale(
        who="Gustav Oduya",
        ago=16,
        wishes=(Wish(Right.LIMIT_DISCLOSURE, "Do not share my file with doctors.", HEALTH, {"purpose": "treatment"}),),
        done=(
            sent(
                10,
                Action.DENY,
                "Your doctors need your file to treat you safely; the law does not require this limit.",
                ground="important_for_treatment",
            ),
        ),
    ),
    Tale(
        who="Henrietta Vasquez",
        ago=1,
        role=Role.REPORTER,
        wishes=(Wish(Right.CHILD_REPORT, "A ten-year-old has an account with his own name and photo."),),
    ),
    Tale(
        who="Ivo Castellane",
        ago=2,
        wishes=(Wish(Right.OPT_OUT_TEXT, "Stop the texts.", topic="surveys"),),
        done=(sent(2, Action.FULFILL),),
    ),
    Tale(
        who="Jocasta Lindgren",
        ago=3,
        channel=Channel.PHONE,
        wishes=(
            Wish(
                Right.CONFIDENTIAL_COMMUNICATIONS,
                "Call only her mobile; never write to the house.",
                HEALTH,
                {"residency": "US-CA"},
            ),
        ),
    ),
    Tale(
        who="Kalani Worthington",
        ago=52,
        wishes=(Wish(Right.ACCOUNTING, "Who was my record given to?", HEALTH),),
        done=(verified(45),),
    ),
    Tale(who="Lysander Ferreira", ago=9, wishes=(Wish(Right.COMPLAINT, "The app tracked me although I said no."),)),
    Tale(who="Mireille Acheampong", ago=6, wishes=(Wish(Right.OPT_OUT_TARGETED_ADS, "No ads about my condition."),)),
    Tale(
        who="Nikolai Underhill",
        ago=12,
        wishes=(Wish(Right.DELETE_THIRD_PARTY_SOURCED, "A data broker gave you my number."),),
        done=(Done(10, Action.REQUEST_CLARIFICATION, {"reason": "Which number do you mean?"}),),
    ),
    Tale(
        who="Ottoline Barrera",
        ago=48,
        wishes=(Wish(Right.DELETE, "Delete my messages to the doctor."),),
        done=(
            verified(44),
            sent(26, Action.DENY, "Messages to your doctor are part of your medical record.", ground="medical_record"),
            Done(5, Action.RECEIVE_APPEAL, {"note": "By letter: she meant the drafts, not the messages sent."}),
        ),
    ),
    Tale(
        who="Phineas Lundqvist",
        ago=14,
        role=Role.EXECUTOR,
        about="Rosalind Lundqvist",
        channel=Channel.COUNTER,
        where="Member services, Oakland",
        wishes=(Wish(Right.ACCESS, "The records of my late mother.", HEALTH, {"california_provider": False}),),
        done=(Done(12, Action.REQUEST_IDENTITY, {"channel": "mail", "written": True}),),
    ),
    Tale(
        who="Quentin Mbeki",
        ago=24,
        wishes=(Wish(Right.ACCESS, "Everything the app knows."),),
        done=(verified(22), sent(10, Action.FULFILL)),
    ),
    Tale(
        who="Seraphina Holt",
        ago=1,
        wishes=(Wish(Right.DELETE, "http http http winner winner"),),
        suspicions=("honeypot",),
    ),
)
