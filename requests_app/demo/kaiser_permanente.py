"""Kaiser Permanente: 30 days without an extension, health records under HIPAA, limits on disclosure, children."""

from collections.abc import Mapping
from typing import Final

from policies.domain.facts import FactValue
from policies.domain.terms import Right, Role

from ..domain.arriving import Channel
from ..domain.lifecycle import Action
from .script import (
    PLAIN_LETTER,
    SAFE_BY_PHONE,
    By,
    Done,
    Tale,
    Wish,
    found,
    health,
    identity_asked,
    noted,
    reminded,
    sent,
    started,
    verified,
)

PAID: Final[Mapping[str, FactValue]] = {
    "recipient": "health_plan",
    "purpose": "payment",
    "services_specific": True,
    "paid_in_full": True,
}


def _tale(who: str, ago: int, *wishes: Wish, **more: object) -> Tale:
    return Tale(who=who, ago=ago, wishes=wishes, **more)  # type: ignore[arg-type]  # as Tale names them


NEW: Final = (
    _tale("Anselm Whitcombe", 0, Wish(Right.ACCESS, "Show me what the website has stored about me.")),
    _tale(
        "Keiko Takahashi",
        1,
        health(Right.ACCESS, "My visit notes of this spring.", wants="copies"),
        lives="US-CA",
    ),
    _tale(
        "Hattie Vasquez",
        1,
        Wish(Right.CHILD_REPORT, "A ten-year-old has an account there with his own name and photo."),
        role=Role.REPORTER,
    ),
    _tale(
        "Joan Lindgren",
        3,
        health(Right.CONFIDENTIAL_COMMUNICATIONS, "Call only her mobile. Never write to the house."),
        channel=Channel.PHONE,
        lives="US-CA",
        safe=SAFE_BY_PHONE,
    ),
    _tale("Lester Freeman", 9, Wish(Right.COMPLAINT, "The app went on tracking me although I had said no.")),
    _tale("Mireille Dubois", 6, Wish(Right.OPT_OUT_TARGETED_ADS, "No ads about my condition, anywhere.")),
    _tale(
        "Grace Liu",
        4,
        Wish(Right.POLICY_QUESTION, "What does your statement mean by “evaluation and quality improvement”?"),
    ),
)

HELD: Final = (
    _tale(
        "Sera Holt",
        1,
        Wish(Right.DELETE, "http http http winner winner"),
        suspicions=("honeypot_filled",),
    ),
)

UNDER_WAY: Final = (
    _tale("Carl Eriksen", 29, Wish(Right.DELETE, "Delete my kp.org profile."), done=(verified(21),)),
    _tale(
        "Dolores Fuentes",
        34,
        Wish(Right.CORRECT, "My street is Alder Lane, not Elder Lane."),
        lives="US-CA",
        done=(started(33), verified(30)),
    ),
    _tale(
        "Grace Liu",
        30,
        Wish(Right.ACCESS, "Everything the website and the app know about me."),
        lives="US-CA",
        done=(identity_asked(28), verified(24), noted(3, "The export is ready; a second pair of eyes looks today.")),
    ),
    _tale(
        "Emeka Obi",
        20,
        health(Right.AMEND, "The allergy list names penicillin. I am not allergic."),
        channel=Channel.MAIL,
        where="kp.org Privacy, Pleasanton",
        taken_by="the mail room",
        safe=PLAIN_LETTER,
        done=(verified(15), noted(14, "With Dr. Osei for an opinion.")),
    ),
    _tale(
        "Fiona Boyle",
        1,
        health(Right.LIMIT_DISCLOSURE, "She paid for the visit herself; the plan must not hear of it.", **PAID),
        channel=Channel.PHONE,
        lives="US-CA",
        done=(
            found(1, "recipient", "health_plan", "Her plan, by the card on file."),
            found(1, "purpose", "payment", "The claim for the visit."),
            found(1, "services_specific", True, "One visit, on 14 March."),
            found(1, "paid_in_full", True, "Receipt 20931, nothing open."),
            found(1, "required_by_law", False, "No law asks for this claim."),
        ),
    ),
    _tale(
        "Kalani Akana",
        52,
        health(Right.ACCOUNTING, "Who was my record given to in the last three years?"),
        done=(verified(45),),
    ),
    _tale(
        "Nick Underhill",
        12,
        Wish(Right.DELETE_THIRD_PARTY_SOURCED, "A data broker must have given you my number."),
        done=(Done(10, Action.REQUEST_CLARIFICATION, {"reason": "Which number do you mean?"}),),
    ),
    _tale(
        "Philip Lund",
        14,
        health(Right.ACCESS, "The records of his late mother.", california_provider=False),
        role=Role.EXECUTOR,
        about="Rosalind Lund",
        deceased=True,
        proof="letters_of_administration",
        channel=Channel.COUNTER,
        where="Member services, Oakland",
        taken_by="T. Banks",
        done=(identity_asked(12), reminded(5)),
    ),
    _tale(
        "Ramon Ibarra",
        41,
        health(Right.COPIES, "All scans of the knee, please.", california_provider=False),
        done=(
            verified(33),
            sent(
                14, Action.SEND_EXTENSION_NOTICE, "The scans are stored off site and arrive within two weeks.", days=25
            ),
        ),
    ),
    _tale(
        "Carol Iverson",
        7,
        health(Right.ACCESS, "The records of my daughter since last summer.", california_provider=True, wants="copies"),
        role=Role.PARENT_OR_GUARDIAN,
        about="Maya Iverson",
        age=14,
        lives="US-CA",
        proof="birth_certificate",
        done=(identity_asked(6), verified(5)),
    ),
    _tale(
        "Bill Hargrove",
        8,
        Wish(Right.ACCESS, "What the app stores about me."),
        health(Right.COPIES, "And my vaccination record."),
        channel=Channel.TTY,
        where="the member services line",
        taken_by="a relay operator",
        done=(started(7),),
    ),
)

ENDED: Final = (
    _tale(
        "Gus Petrov",
        16,
        health(Right.LIMIT_DISCLOSURE, "Do not share my file with other doctors.", purpose="treatment"),
        done=(
            found(11, "purpose", "treatment", "He means the specialists who treat him; asked by telephone."),
            sent(
                10,
                Action.DENY,
                "Your doctors need your file to treat you safely, and no law makes us limit that.",
                ground="important_for_treatment",
            ),
        ),
    ),
    _tale(
        "Ian Castell",
        2,
        Wish(Right.OPT_OUT_TEXT, "Stop the texts. Apply to: (404) 555-0159", topic="surveys"),
        done=(sent(2, Action.FULFILL),),
    ),
    _tale(
        "Olive Barrera",
        48,
        Wish(Right.DELETE, "Delete my messages to the doctor."),
        lives="US-CA",
        done=(
            verified(44),
            sent(26, Action.DENY, "Messages to your doctor are part of your medical record.", ground="medical_record"),
            Done(5, Action.RECEIVE_APPEAL, {"note": "By letter: she means the drafts, not what was sent."}),
        ),
    ),
    _tale(
        "Tess Mbeki",
        24,
        Wish(Right.ACCESS, "Everything the app knows."),
        done=(verified(22), sent(10, Action.FULFILL)),
    ),
    _tale(
        "Dolores Fuentes",
        62,
        Wish(Right.DELETE, "Delete my profile and the questionnaire."),
        lives="US-CA",
        done=(
            verified(58),
            sent(36, Action.FULFILL_PARTLY, "The profile is gone. The questionnaire is part of your medical record."),
        ),
    ),
    _tale(
        "Lester Freeman",
        19,
        Wish(Right.OPT_OUT_SALE, "Do not sell my data."),
        done=(
            sent(
                13,
                Action.CLOSE_NOT_ELIGIBLE,
                "The statement gives no such right, since nothing is sold. Ads on other sites can be stopped.",
            ),
        ),
    ),
    _tale(
        "Ian Castell",
        39,
        Wish(Right.ACCESS, "A list of my bookings."),
        done=(Done(37, Action.WITHDRAW, by=By.PERSON),),
    ),
)

TALES: Final = (*ENDED, *UNDER_WAY, *HELD, *NEW)
