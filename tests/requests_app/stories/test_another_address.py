"""The person is reached in a new way: the old one hears of it once, and opens nothing any more."""

from .days import Days
from .desk import Desk
from .mailroom import Mailroom, link_in
from .person import Person

NEW = "rosa@new.example"


def test_the_old_address_is_told_and_opens_nothing_any_more(
    rosa: Person, hana: Desk, mail: Mailroom, days: Days
) -> None:
    reference = rosa.asks("Delete information", records="Website or app data")
    mail.whole_round()
    old = link_in(mail.latest(rosa.email))
    days.go_to("2026-05-04T10:00")
    hana.opens(reference)
    hana.establishes("Name", "E-mail address")
    hana.sees("Established")

    rosa.opens_mail()
    rosa.follows("Change how we reach you")
    rosa.page.get_by_label("Email").first.check()
    rosa.presses("Continue")
    rosa.page.get_by_label("Email address").fill(NEW)
    rosa.presses("Continue")
    rosa.presses("Yes, change it")
    rosa.sees("We changed how we reach you.")
    mail.goes_out()
    told = mail.plain("rosa@reyes.example")
    assert "was changed" in told
    assert NEW not in told
    rosa.page.goto(old)
    rosa.presses("Show my request")
    rosa.sees("There is no request to show")

    rosa.email = NEW
    rosa.opens_with_code()
    days.go_to("2026-05-05T15:00")
    hana.opens(reference)
    hana.sees("To be established anew: the contact changed")
    assert "identity" in hana.cannot_write("Answer: done").lower()
    hana.establishes("Name", "Telephone number")
    hana.writes_letter("Answer: done", What_was_done="We deleted it.")
    hana.sends_letter()
    mail.goes_out()
    assert len(mail.to("rosa@reyes.example")) == 2
    rosa.opens_mail()
    rosa.opens_case()
    rosa.follows("Our answer")
    rosa.sees("We deleted it.")
