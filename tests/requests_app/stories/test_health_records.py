"""Health records at Kaiser Permanente: opened by a typed code, and released with a second pair of eyes."""

from tests.requests_app.files.samples import PDF

from .days import Days
from .desk import Desk
from .mailroom import Mailroom, said_in
from .person import Person

SEE = "Give a copy of the information we hold"


def test_records_are_asked_for_with_a_code_and_a_question_between(
    noor: Person, kim: Desk, mail: Mailroom, days: Days
) -> None:
    reference = noor.asks(SEE, records="Health records", fact_wants="Get copies")
    mail.whole_round()
    noor.asks_for_code()
    code = noor.code()
    for _ in range(5):
        noor.types("0000 0000")
    noor.types(code)
    noor.sees("This code is not right, or it can no longer be used.")
    noor.opens_with_code()
    noor.sees("Sat 16 May 2026")

    days.go_to("2026-05-05T10:00")
    kim.opens(reference)
    kim.finds("whether a California health care provider", "No", "She was treated in Oregon.")
    assert "Sun 31 May 2026" in kim.strip()
    kim.writes_letter("Ask a question", Your_question="Which years do you need?")
    kim.sends_letter()
    mail.goes_out()

    days.go_to("2026-05-06T20:00")
    noor.opens_mail()
    noor.opens_case()
    noor.sees("Which years do you need?")
    noor.follows("Answer")
    noor.page.get_by_label("What would you like to tell us?").fill("2024 and 2025.")
    noor.presses("Send the message")
    noor.sees("We have your message.")
    noor.sees("Being worked on")

    days.go_to("2026-05-07T10:00")
    kim.opens(reference)
    kim.sees("2024 and 2025.")
    kim.establishes("Photo identification", proven="On file before")
    kim.puts_in("Records.pdf", PDF, "For the person, to fetch once the answer is sent")
    kim.writes_letter("Answer: done", What_was_done="Your records of 2024 and 2025 are ready.")
    kim.sends_letter()
    mail.goes_out()
    assert "records" not in said_in(mail.latest(noor.email))
    noor.opens_mail()
    noor.sees("Done")
    noor.opens_case()
    assert noor.downloads("Download Records.pdf") == ("Records.pdf", PDF)


def test_a_parent_gets_a_teenagers_records_after_a_colleague_has_looked(
    noor: Person, kim: Desk, lee: Desk, mail: Mailroom, days: Days
) -> None:
    reference = noor.asks(
        SEE,
        records="Health records",
        role="My child",
        person={"Full name of the child": "Sami Haddad", "Age of the child": "15"},
    )
    mail.whole_round()
    days.go_to("2026-05-04T10:00")
    kim.opens(reference)
    kim.establishes("Photo identification", proven="On file before")
    kim.puts_in("Records.pdf", PDF, "For the person, to fetch once the answer is sent")
    assert "Nobody has seen that the representative may act" in kim.cannot_write("Answer: done")
    kim.does(
        "Record the proof that they may act for the person",
        "Record the proof",
        "Birth certificate or custody papers",
        How_you_know="The birth certificate names her.",
    )
    assert "minor of 12 to 17" in kim.cannot_write("Answer: done")

    lee.opens(reference)
    lee.does(
        "Record that you reviewed what is released",
        "Record the review",
        What_you_looked_at="All 14 pages; nothing that Sami agreed to alone.",
    )
    kim.opens(reference)
    kim.writes_letter("Answer: done", What_was_done="Sami's records are ready.")
    kim.sends_letter()
    mail.goes_out()
    noor.opens_mail()
    noor.opens_case()
    assert noor.downloads("Download Records.pdf") == ("Records.pdf", PDF)
