"""Somebody who speaks Spanish: staff record it, and what is written from then on is in Spanish."""

from playwright.sync_api import expect

from .days import Days
from .desk import Desk
from .mailroom import Mailroom
from .person import Person


def test_letters_and_mails_are_in_spanish_once_it_is_recorded(
    rosa: Person, hana: Desk, mail: Mailroom, days: Days
) -> None:
    reference = rosa.asks(
        "Delete information",
        records="Website or app data",
        tell_delete={"What should be deleted?": "Todo, por favor. Hablo español."},
    )
    mail.whole_round()
    days.go_to("2026-05-04T10:00")
    hana.opens(reference)
    hana.sees("Hablo español")
    hana.page.get_by_role("region", name="Letters").get_by_role("link", name="Change").click()
    hana.page.get_by_label("Language they prefer").select_option(label="Spanish")
    hana.presses("Record it")
    hana.sees("Prefers Spanish")
    letter = hana.writes_letter("Ask for proof of identity")
    assert "Necesitamos confirmar que es usted" in letter
    hana.sends_letter()
    mail.goes_out()
    assert "a más tardar el lunes 15 de junio de 2026" in mail.plain(rosa.email)
    rosa.opens_mail()
    rosa.opens_case()
    rosa.page.locator("ul.lines a").first.click()
    expect(rosa.page.locator("article")).to_have_attribute("lang", "es")
    expect(rosa.page.locator("html")).to_have_attribute("lang", "en")
    rosa.asks_for_code()
    assert "Su código" in str(mail.latest(rosa.email)["Subject"])
