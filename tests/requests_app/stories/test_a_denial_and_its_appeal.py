"""A deletion is denied on a printed ground; the person appeals, and somebody else looks at it again."""

from .days import Days
from .desk import Desk
from .mailroom import Mailroom, said_in
from .person import Person

WHY = "A court has ordered us to keep these records until 2030."


def test_a_denial_is_read_appealed_and_decided_by_somebody_else(
    rosa_without_scripts: Person, hana: Desk, ines: Desk, mail: Mailroom, days: Days
) -> None:
    rosa = rosa_without_scripts
    reference = rosa.asks("Delete information", records="Website or app data")
    mail.whole_round()
    days.go_to("2026-05-11T10:00")
    hana.opens(reference)
    hana.establishes("Name", "E-mail address")
    letter = hana.writes_letter("Answer: denied", "A legal duty makes us keep it", Reason=WHY)
    assert WHY in letter
    hana.sends_letter()
    mail.goes_out()
    assert "court" not in said_in(mail.latest(rosa.email))

    days.go_to("2026-05-12T20:00")
    rosa.opens_mail()
    rosa.sees("Not done")
    rosa.opens_case()
    rosa.follows("Our answer")
    rosa.sees(WHY)
    rosa.follows("Back")
    rosa.follows("Ask us to look at our answer again")
    rosa.presses("Ask for another look")
    rosa.sees("Write why you think our answer is not right.")
    rosa.page.get_by_label("Why should we look at it again?").fill("That order was lifted in April.")
    rosa.presses("Ask for another look")
    rosa.sees("Being looked at again")

    days.go_to("2026-05-13T10:00")
    hana.opens(reference)
    assert "You took part in the answer that this appeal is against." in hana.cannot(
        "Record the decision of the appeal"
    )
    ines.opens(reference)
    ines.sees("That order was lifted in April.")
    ines.writes_letter(
        "Decide the appeal", "Done", Reason_of_the_decision="You are right: the order was lifted. We deleted it all."
    )
    ines.sends_letter()
    mail.goes_out()

    assert "order" not in said_in(mail.latest(rosa.email))
    rosa.opens_mail()
    rosa.sees("Done")
    rosa.opens_case()
    rosa.follows("appeal")
    rosa.sees("We deleted it all.")
