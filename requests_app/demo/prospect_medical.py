"""Prospect Medical: 45 days, once 45 more in writing; a limit, a fee, and opt-outs of sale in 15 business days."""

from typing import Any, Final

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
    health,
    identity_asked,
    noted,
    reminded,
    sent,
    started,
    verified,
)


def _tale(who: str, ago: int, *wishes: Wish, lives: str = "US-CA", **more: Any) -> Tale:
    """Most who write live in California: the policy gives its rights to them."""
    return Tale(who=who, ago=ago, wishes=wishes, lives=lives, **more)


NEW: Final = (
    _tale("Rosa Delgado", 0, Wish(Right.DELETE, "Please delete my account and everything that belongs to it.")),
    _tale(
        "Brian Whitfield",
        0,
        Wish(Right.KNOW_CATEGORIES, "Wants to know what sort of data we keep and who gets it."),
        channel=Channel.PHONE,
        safe=SAFE_BY_PHONE,
    ),
    _tale(
        "Priya Raman",
        1,
        Wish(Right.KNOW_SPECIFIC, "A copy of everything your website has collected about me."),
        Wish(Right.OPT_OUT_SALE, "And please do not sell any of it."),
    ),
    _tale(
        "Gordon Blake",
        11,
        Wish(Right.DELETE, "I ask you to erase what I once typed into your appointment form."),
        channel=Channel.MAIL,
        where="Mail room, Culver City",
        taken_by="the mail room",
        acknowledged=False,
    ),
    _tale(
        "June Solberg",
        5,
        Wish(Right.DELETE, "I moved to Reno last year. Please delete my old profile."),
        lives="other",
    ),
    _tale(
        "Dana Whitlock",
        8,
        Wish(Right.DELETE, "For our client. Her signed permission is attached to the letter."),
        role=Role.AGENT,
        about="Quilla Rasmussen",
        proof="signed_permission",
        channel=Channel.MAIL,
        where="Mail room, Culver City",
        taken_by="the mail room",
        reference="CR-20418",
    ),
    _tale("Uma Kirk", 7, Wish(Right.OPT_OUT_EMAIL, "No more newsletters, please. Apply to: uma.kirk@mail.example")),
    Tale(
        who="Sun Hee Park",
        ago=4,
        wishes=(Wish(Right.COMPLAINT, "She feels the front desk was short with her since she asked for deletion."),),
        channel=Channel.HOTLINE,
        where="the hotline",
        taken_by="operator 14",
        reference="H-77120",
    ),
)

HELD: Final = (
    _tale(
        "Viktor Salonen",
        2,
        Wish(Right.DELETE, "CHEAP ROOF TILES best price visit us today"),
        suspicions=("honeypot_filled", "no_proof_of_work"),
    ),
    _tale(
        "Abby Nguyen",
        3,
        Wish(Right.KNOW_SPECIFIC, "copy of my data pls, my son filled this in for me"),
        suspicions=("filled_in_too_fast",),
    ),
)

UNDER_WAY: Final = (
    _tale(
        "Caleb Winters", 6, Wish(Right.KNOW_SPECIFIC, "What do you have on me? Send it all."), done=(identity_asked(5),)
    ),
    _tale(
        "Walter Kim",
        45,
        Wish(Right.DELETE, "Delete my account. I never finished signing up."),
        done=(verified(40), noted(4, "Two systems confirmed. The newsletter list is still open.")),
    ),
    _tale(
        "Walter Kim",
        20,
        Wish(Right.DELETE, "I wrote weeks ago. Please delete my account."),
        done=(Done(18, Action.MERGE),),
    ),
    _tale(
        "Denise Marchetti",
        43,
        Wish(Right.DELETE, "I left your mailing list years ago and still get letters. Erase me."),
        channel=Channel.MAIL,
        where="Front desk, Santa Ana",
        taken_by="J. Alvarez",
        done=(
            Done(41, Action.ACKNOWLEDGE, {"written": True, "channel": "mail"}),
            verified(30),
            noted(2, "The mailing house confirms. The web team is still searching."),
        ),
    ),
    _tale(
        "Tamika Ellis",
        50,
        Wish(Right.KNOW_CATEGORIES, "Which kinds of data do you have, and who do you give them to?"),
        done=(started(48), verified(40)),
    ),
    _tale(
        "Joao Ferreira",
        57,
        Wish(Right.DELETE, "Delete the portal registration I never finished."),
        done=(
            verified(45),
            sent(14, Action.SEND_EXTENSION_NOTICE, "It was copied to four hospitals; each has to be searched."),
        ),
    ),
    _tale(
        "Anita Gupta",
        52,
        Wish(Right.KNOW_SPECIFIC, "Please send me a copy."),
        done=(
            verified(41),
            Done(
                9, Action.SEND_EXTENSION_NOTICE, {"written": False, "channel": "phone", "reason": "Two archives left."}
            ),
        ),
    ),
    _tale(
        "Helen Vanderberg",
        19,
        Wish(Right.OPT_OUT_SALE, "She does not want her data sold to anybody."),
        channel=Channel.PHONE,
        done=(started(18),),
    ),
    _tale(
        "Marcus Oyelaran",
        11,
        Wish(Right.DELETE, "Something about an old appointment form, I think."),
        done=(Done(9, Action.REQUEST_CLARIFICATION, {"reason": "Which of our sites was the form on?"}),),
    ),
    _tale(
        "Peter Orsini",
        25,
        Wish(Right.KNOW_SPECIFIC, "All logs since 2022, sorted by hospital, printed on paper."),
        done=(
            verified(20),
            Done(
                15,
                Action.FIND_FEE,
                {"ground": "excessive", "evidence": "The fifth such request since June; see the log."},
                by=By.SUPERVISOR,
            ),
            sent(14, Action.SEND_FEE_REASON, "It is the fifth copy of the same data on paper since June."),
        ),
    ),
    _tale(
        "Theo Moreau",
        3,
        health(Right.COPIES, "Copies of his chart of 2023.", california_provider=True),
        channel=Channel.COUNTER,
        where="Records window, Culver City",
        taken_by="M. Osei",
        done=(verified(3), noted(2, "The paper chart is ordered from the archive.")),
    ),
    _tale(
        "Elena Castillo",
        13,
        Wish(Right.KNOW_SPECIFIC, "Everything on the website about me."),
        health(Right.ACCESS, "And my lab results since January.", wants="copies"),
        Wish(Right.OPT_OUT_TEXT, "No more texts. Apply to: (323) 555-0123"),
        channel=Channel.TTY,
        where="the office's TTY line",
        taken_by="a relay operator",
        done=(identity_asked(12), verified(9, to=1), sent(8, Action.FULFILL, to=2)),
    ),
    _tale(
        "Yolanda Price",
        16,
        Wish(Right.DELETE, "My son made an account on your site for a school paper. Please remove it."),
        role=Role.PARENT_OR_GUARDIAN,
        about="Jordan Price",
        age=8,
        proof="birth_certificate",
        done=(identity_asked(15), reminded(8)),
    ),
)

OVER_THE_LIMIT: Final = (
    _tale(
        "Noor Haddad",
        210,
        Wish(Right.KNOW_SPECIFIC, "My yearly copy, please."),
        done=(verified(200), sent(190, Action.FULFILL)),
    ),
    _tale(
        "Noor Haddad",
        95,
        Wish(Right.KNOW_SPECIFIC, "Another copy, I lost the first one."),
        done=(verified(90), sent(80, Action.FULFILL)),
    ),
    _tale("Noor Haddad", 9, Wish(Right.KNOW_SPECIFIC, "And one more, with this month in it."), done=(verified(7),)),
)

ENDED: Final = (
    _tale(
        "Kwame Mensah",
        34,
        Wish(Right.DELETE, "Everything, please."),
        done=(verified(29),),
    ),
    _tale(
        "Lucia Brandt",
        71,
        Wish(Right.DELETE, "Delete my invoices."),
        channel=Channel.EMAIL,
        where="the privacy mailbox",
        taken_by="Hana Ortiz",
        done=(
            Done(70, Action.ACKNOWLEDGE, {"written": True, "channel": "email"}),
            verified(66),
            sent(40, Action.DENY, "Invoices must be kept for seven years.", ground="legal_obligation"),
        ),
    ),
    _tale(
        "Matt Oconnell",
        22,
        Wish(Right.KNOW_CATEGORIES, "It is for a school project."),
        done=(Done(20, Action.WITHDRAW, by=By.PERSON),),
    ),
    _tale(
        "Ruth Halloran",
        60,
        Wish(Right.KNOW_SPECIFIC, "My data, all of it."),
        done=(
            identity_asked(58),
            reminded(50),
            reminded(44),
            sent(17, Action.CLOSE_UNVERIFIED, "We could not tell who you are. This is what we would need to go on."),
        ),
    ),
    _tale(
        "Rosa Delgado",
        2,
        Wish(Right.KNOW_CATEGORIES, "Does your hospital in Denver keep anything on me?"),
        done=(Done(1, Action.CLOSE_MISDIRECTED, {"reason": "There is no hospital of ours in Denver."}),),
        safe=PLAIN_LETTER,
    ),
    _tale(
        "Frank Delaney",
        40,
        Wish(Right.KNOW_SPECIFIC, "A copy of what you hold."),
        done=(
            verified(36),
            sent(21, Action.FULFILL),
            Done(6, Action.REOPEN, {"reason": "He found a second account that the answer left out."}),
        ),
    ),
)

# Somebody with several tales is verified in one only after the earlier one has come to its end: each step derives the
# dates of all open requests of the person, as of its own moment.
TALES: Final = (*OVER_THE_LIMIT, *ENDED, *UNDER_WAY, *HELD, *NEW)
