"""The third request to know in a year: a supervisor refuses it, the letter says from when one may ask again."""

from .days import Days
from .desk import Desk
from .mailroom import Mailroom
from .person import Person

KINDS = "Say what kinds of information we collect"


def asks_and_is_known(rosa: Person, hana: Desk, days: Days, day: str, person: str = "") -> str:
    days.go_to(f"{day}T10:00")
    reference = rosa.asks(KINDS)
    hana.opens(reference)
    hana.establishes("Name", "E-mail address", person=person)
    return reference


def test_a_supervisor_refuses_and_the_person_complains(
    rosa: Person, hana: Desk, sam: Desk, mail: Mailroom, days: Days
) -> None:
    first = asks_and_is_known(rosa, hana, days, "2026-05-04")
    asks_and_is_known(rosa, hana, days, "2026-07-01", f"The person of {first}")
    third = asks_and_is_known(rosa, hana, days, "2026-09-01", f"The person of {first}")
    mail.goes_out()
    assert "This takes the role of supervisor." in hana.cannot("Decide: over the printed limit")
    sam.opens(third)
    sam.act("Decide: over the printed limit").click()
    sam.sees("Tue 4 May 2027")
    sam.fills("Refuse it, because the person has asked too often", Reason="Three in a year, and nothing is new.")
    sam.presses("Record the decision")

    hana.opens(third)
    letter = hana.writes_letter(
        "Answer: denied", "The person has asked as often", Reason="You had our answer twice this year."
    )
    assert "Tue 4 May 2027" in letter
    hana.sends_letter()
    mail.goes_out()

    rosa.opens_mail()
    rosa.opens_case()
    rosa.follows("Our answer")
    rosa.sees("Tue 4 May 2027")
    rosa.follows("Back")
    rosa.follows("Complain about how we handle this")
    rosa.page.get_by_label("What went wrong?").fill("I never got the first two answers.")
    rosa.presses("Send the complaint")
    rosa.sees("We have your complaint.")

    hana.opens(third)
    hana.sees("Linked requests")
    linked = hana.page.get_by_role("region", name="Linked requests")
    linked.get_by_role("link").first.click()
    hana.sees("I never got the first two answers.")
    assert "Internal targets only" in hana.strip()
    hana.sees("Linked requests")
