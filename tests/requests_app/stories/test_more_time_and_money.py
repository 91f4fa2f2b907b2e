"""More time is told before it is taken, and a fee before it is owed."""

from .days import Days
from .desk import Desk
from .mailroom import Mailroom
from .person import Person

FIRST, LATER = "Mon 15 June 2026", "Thu 30 July 2026"


def test_the_date_moves_when_the_notice_has_left_and_falls_back_when_it_came_back(
    rosa: Person, hana: Desk, mail: Mailroom, days: Days
) -> None:
    reference = rosa.asks("Delete information", records="Website or app data")
    mail.whole_round()
    rosa.opens_mail()
    rosa.opens_case()
    rosa.sees(FIRST)

    days.go_to("2026-05-20T10:00")
    hana.opens(reference)
    hana.begins_letter("Tell that more time is needed")
    hana.sees(LATER)
    hana.fills(Why_more_time="Three archives have to be searched by hand.")
    hana.presses("Show the letter")
    hana.sends_letter()
    assert FIRST in hana.strip()
    rosa.opens_mail()
    rosa.sees(FIRST)

    mail.goes_out()
    assert LATER in mail.plain(rosa.email)
    rosa.opens_mail()
    rosa.sees(LATER)
    rosa.sees("This date was moved once.")
    hana.opens(reference)
    assert LATER in hana.strip()

    days.go_to("2026-05-22T10:00")
    hana.opens(reference)
    hana.does("Record that a notice came back", "Record it", "more time")
    assert FIRST in hana.strip()
    rosa.opens_mail()
    rosa.sees(FIRST)


def test_a_fee_is_told_declined_and_the_request_taken_back(
    rosa_without_scripts: Person, hana: Desk, mail: Mailroom, days: Days
) -> None:
    rosa = rosa_without_scripts
    reference = rosa.asks("Say what kinds of information we collect")
    mail.whole_round()
    days.go_to("2026-05-05T10:00")
    hana.opens(reference)
    hana.establishes("Name", "E-mail address")
    hana.does(
        "Find a ground for a fee",
        "Record the finding",
        "The request is excessive",
        What_shows_it="The ninth letter since March.",
    )
    assert "before completing, this is owed" in hana.cannot("Record that the answer was sent")
    assert "fee reason sent and fee estimate sent" in hana.cannot_write("Answer: done")
    hana.writes_letter(
        "Tell of a fee", Why_there_is_a_fee="This is your ninth letter since March.", Estimated_cost="24.50"
    )
    hana.sends_letter()
    mail.goes_out()

    rosa.opens_mail()
    rosa.opens_case()
    rosa.sees("$24.50")
    rosa.follows("Accept or decline the fee")
    rosa.page.get_by_label("No, I decline the fee").check()
    rosa.presses("Send my choice")
    rosa.sees("You declined the fee.")
    rosa.follows("Take this request back")
    rosa.presses("Yes, take it back")
    rosa.sees("Taken back")

    hana.opens(reference)
    hana.sees("Nothing is owed any more.")
