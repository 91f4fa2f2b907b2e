"""Nobody is asked who they are to stop the sale of what is held about them."""

from .days import Days
from .desk import Desk
from .mailroom import Mailroom, said_in
from .person import Person


def test_an_opt_out_needs_no_proof_and_is_confirmed(rosa: Person, hana: Desk, mail: Mailroom, days: Days) -> None:
    reference = rosa.asks(
        "Do not sell the information",
        contact={"Email address": rosa.email},
        where={"Email address, phone number or account name": rosa.email},
    )
    mail.whole_round()
    days.go_to("2026-05-04T10:00")
    hana.opens(reference)
    assert hana.page.get_by_role("heading", name="Identity").count() == 0
    assert "asks for no proof of identity for this right" in hana.cannot_write("Ask for proof of identity")
    hana.opens(reference)
    hana.writes_letter("Answer: done", What_was_done="We sell nothing about you from today on.")
    hana.sends_letter()
    mail.goes_out()
    assert "sell" not in said_in(mail.latest(rosa.email))
    rosa.opens_mail()
    rosa.sees("Done")
    rosa.opens_case()
    rosa.follows("Our answer")
    rosa.sees("We sell nothing about you from today on.")
