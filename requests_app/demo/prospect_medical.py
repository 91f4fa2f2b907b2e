"""Prospect Medical: 45 days, once 45 more in writing; a cap, a fee, and an opt-out of sale within 15 business days."""

from typing import Final

from policies.domain.terms import Right, Role, Scope

from ..domain.arriving import Channel
from ..domain.lifecycle import Action
from .script import CALIFORNIAN, Done, Tale, Wish, sent, verified

HEALTH: Final = Scope.HEALTH_RECORDS


def _wish(right: Right, words: str) -> Wish:
    return Wish(right, words, facts=CALIFORNIAN)


TALES: Final = (
    Tale(who="Amara Okafor", ago=0, wishes=(_wish(Right.DELETE, "Please delete my account and all you hold of me."),)),
    Tale(
        who="Beatriz Lindqvist",
        ago=1,
        wishes=(
            _wish(Right.KNOW_SPECIFIC, "A copy of everything collected on your site."),
            _wish(Right.OPT_OUT_SALE, "Do not sell it."),
        ),
    ),
    Tale(
        who="Caleb Winterbourne",
        ago=6,
        wishes=(_wish(Right.KNOW_SPECIFIC, "What have you got on me?"),),
        done=(Done(5, Action.REQUEST_IDENTITY, {"channel": "email", "written": True}),),
    ),
    Tale(
        who="Delphine Marchetti",
        ago=43,
        channel=Channel.MAIL,
        where="Front desk, Los Angeles",
        wishes=(_wish(Right.DELETE, "I left your hospital's mailing list years ago. Erase me."),),
        done=(verified(30), Done(2, Action.ADD_NOTE, {"note": "Mailing house confirms; web team still searching."})),
    ),
    Tale(
        who="Ezra Castellanos",
        ago=50,
        wishes=(_wish(Right.KNOW_CATEGORIES, "Which kinds of data, and who gets them?"),),
        done=(Done(48, Action.START_WORK), verified(40)),
    ),
    Tale(
        who="Freya Nakagawa",
        ago=57,
        wishes=(_wish(Right.DELETE, "Delete the patient portal registration I never finished."),),
        done=(
            verified(45),
            sent(14, Action.SEND_EXTENSION_NOTICE, "The registration was copied to four hospitals; each is searched."),
        ),
    ),
    Tale(
        who="Gideon Abernathy",
        ago=52,
        wishes=(_wish(Right.KNOW_SPECIFIC, "Send me a copy."),),
        done=(
            verified(41),
            Done(9, Action.SEND_EXTENSION_NOTICE, {"written": False, "channel": "phone", "reason": "Told by phone."}),
        ),
    ),
    Tale(
        who="Hilde Vandermeer",
        ago=18,
        channel=Channel.PHONE,
        wishes=(_wish(Right.OPT_OUT_SALE, "She does not want her data sold to anybody."),),
        done=(Done(17, Action.START_WORK),),
    ),
    Tale(
        who="Ignacio Thornbury",
        ago=11,
        wishes=(_wish(Right.DELETE, "Something about an old appointment form."),),
        done=(Done(9, Action.REQUEST_CLARIFICATION, {"reason": "Which of our sites was the form on?"}),),
    ),
    Tale(
        who="Juniper Solberg",
        ago=5,
        wishes=(Wish(Right.DELETE, "I moved to Reno last year.", facts={"residency": "other"}),),
    ),
    Tale(
        who="Kwame Pemberton",
        ago=34,
        wishes=(_wish(Right.DELETE, "Everything, please."),),
        done=(verified(29), sent(12, Action.FULFILL)),
    ),
    Tale(
        who="Leocadia Brandt",
        ago=71,
        wishes=(_wish(Right.DELETE, "Delete my invoices."),),
        done=(
            verified(66),
            sent(
                40,
                Action.DENY,
                "Invoices must be kept seven years; the rest is deleted.",
                ground="legal_obligation",
            ),
        ),
    ),
    Tale(
        who="Matthias Oyelaran",
        ago=22,
        wishes=(_wish(Right.KNOW_CATEGORIES, "For a school project."),),
        done=(Done(20, Action.WITHDRAW),),
    ),
    Tale(
        who="Noor Fitzgerald",
        ago=210,
        wishes=(_wish(Right.KNOW_SPECIFIC, "My yearly copy."),),
        done=(verified(200), sent(190, Action.FULFILL)),
    ),
    Tale(
        who="Noor Fitzgerald",
        ago=95,
        wishes=(_wish(Right.KNOW_SPECIFIC, "Another copy, I lost the first."),),
        done=(verified(90), sent(80, Action.FULFILL)),
    ),
    Tale(
        who="Noor Fitzgerald",
        ago=9,
        wishes=(_wish(Right.KNOW_SPECIFIC, "And one for my sister."),),
        done=(verified(7),),
    ),
    Tale(
        who="Orsolya Beaumont",
        ago=25,
        wishes=(_wish(Right.KNOW_SPECIFIC, "All logs since 2022, sorted by hospital, on paper."),),
        done=(
            verified(20),
            Done(15, Action.FIND_FEE, {"ground": "excessive", "evidence": "31 boxes of paper, see the estimate."}),
            sent(14, Action.SEND_FEE_REASON, "What you ask for on paper is far beyond what a copy normally is."),
        ),
    ),
    Tale(
        who="Percival Adeyemi",
        ago=8,
        role=Role.AGENT,
        about="Quilla Rasmussen",
        wishes=(_wish(Right.DELETE, "For our client; her signed permission is attached to the letter."),),
        channel=Channel.MAIL,
        where="Mail room, Culver City",
    ),
    Tale(
        who="Rufina Halloran",
        ago=60,
        wishes=(_wish(Right.KNOW_SPECIFIC, "My data."),),
        done=(
            Done(58, Action.REQUEST_IDENTITY),
            Done(50, Action.SEND_REMINDER),
            Done(44, Action.SEND_REMINDER),
            sent(17, Action.CLOSE_UNVERIFIED, "We could not establish who you are; this is what we would need."),
        ),
    ),
    Tale(
        who="Sunniva Prescott",
        ago=4,
        channel=Channel.HOTLINE,
        where="The hotline's vendor",
        wishes=(Wish(Right.COMPLAINT, "She feels she was treated worse after asking for deletion."),),
    ),
    Tale(
        who="Thaddeus Moreau",
        ago=3,
        channel=Channel.COUNTER,
        where="Records window, Culver City",
        wishes=(Wish(Right.COPIES, "Copies of the chart of 2023.", HEALTH, {"california_provider": True}),),
        done=(verified(3),),
    ),
    Tale(who="Uma Kirkpatrick", ago=7, wishes=(Wish(Right.OPT_OUT_EMAIL, "No more newsletters."),)),
    Tale(
        who="Viktor Salonen",
        ago=2,
        wishes=(_wish(Right.DELETE, "CHEAP ROOF TILES best price visit us today"),),
        suspicions=("too_fast", "no_proof_of_work"),
    ),
)
