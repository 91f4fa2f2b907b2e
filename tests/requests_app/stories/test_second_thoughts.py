"""Double clicks, two tabs, the back button: one submission, and taken back once."""

from playwright.sync_api import expect

from requests_app.models import Submission

from .desk import Desk
from .mailroom import Mailroom
from .patience import PATIENCE
from .person import Person


def test_however_often_it_is_sent_it_arrives_once_and_is_taken_back_once(
    rosa: Person, hana: Desk, mail: Mailroom
) -> None:
    rosa.fills_in("Delete information", records="Website or app data")
    check = rosa.page.url
    second_tab = rosa.page.context.new_page()
    second_tab.goto(check)
    rosa.page.get_by_role("button", name="Send my request").dblclick()
    rosa.sees("We have your request")
    reference = rosa.page.locator(".reference").inner_text().strip()
    second_tab.get_by_role("button", name="Send my request").click()
    assert second_tab.locator(".reference").inner_text().strip() == reference
    rosa.page.go_back()
    rosa.page.wait_for_load_state()
    rosa.sees(reference)
    assert Submission.objects.count() == 1
    mail.whole_round()
    assert len(mail.to(rosa.email)) == 1

    rosa.opens_mail()
    rosa.opens_case()
    case = rosa.page.url
    second_tab.goto(case)
    second_tab.get_by_role("link", name="Take this request back").click()
    rosa.follows("Take this request back")
    rosa.page.get_by_role("button", name="Yes, take it back").dblclick()
    rosa.sees("Taken back")
    second_tab.get_by_role("button", name="Yes, take it back").click()
    expect(second_tab.get_by_text("your request has moved on")).to_be_visible(timeout=PATIENCE)
    hana.opens(reference)
    hana.sees("Withdrawn by the person")
    assert hana.page.locator(".desk-timeline").get_by_text("The person withdrew the request.").count() == 1
