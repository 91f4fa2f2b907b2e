"""Somebody asks Prospect Medical for a copy of what it holds, shows who they are, and gets it."""

import io

from pypdf import PdfReader

from tests.requests_app.files.samples import PDF, pdf_of

from .days import Days
from .desk import MAIL, Desk
from .mailroom import Mailroom, said_in
from .person import Person

COPY = pdf_of(300_000)


def test_a_copy_is_asked_for_proven_and_fetched(rosa: Person, hana: Desk, mail: Mailroom, days: Days) -> None:
    reference = rosa.asks("Give a copy of the information we hold", records="Website or app data")
    mail.whole_round()
    rosa.opens_mail()
    rosa.sees("Mon 15 June 2026")

    days.go_to("2026-05-04T10:00")
    hana.opens(reference)
    letter = hana.writes_letter("Ask for proof of identity")
    assert "Give us three details that we can compare" in letter
    hana.sends_letter()
    mail.goes_out()

    days.go_to("2026-05-05T19:00")
    rosa.opens_mail()
    rosa.opens_case()
    rosa.sees("Show us that it is you")
    rosa.sends_file("I am Rosa.pdf", PDF)
    rosa.writes("My name, my email address and my subscriber number 4477 are in the file.")
    mail.goes_out()
    assert "wrote" in str(mail.latest("privacy-alerts@prospect-medical.example")["Subject"])

    days.go_to("2026-05-06T10:00")
    hana.opens(reference)
    hana.sees("From the person, not yet answered")
    assert hana.fetches("I am Rosa.pdf") == PDF
    hana.does(
        "Record one step of the identity check",
        "Record the step",
        "Match three data points",
        "Name",
        "E-mail address",
        "Subscriber number",
        "Yes, it matched",
    )
    hana.does(
        "Record that identity is established",
        "Record it",
        "It was done, and it matched",
        "Proven together",
        MAIL,
        What_was_compared="Three details match the account.",
    )
    hana.sees("Established")
    hana.puts_in("Everything.pdf", COPY, "For the person, to fetch once the answer is sent")
    letter = hana.writes_letter("Answer: done", What_was_done="Your copy is ready as a file.")
    assert "The answer itself is never mailed." in letter
    hana.sends_letter()
    mail.goes_out()

    answer = said_in(mail.latest(rosa.email))
    assert "has written an answer" in answer
    assert not [word for word in ("copy", "your file", "know", "everything", "rosa") if word in answer]
    rosa.opens_mail()
    rosa.sees("Done")
    rosa.opens_case()
    assert rosa.downloads("Download Everything.pdf") == ("Everything.pdf", COPY)
    rosa.follows("Our answer")
    rosa.sees("Your copy is ready as a file.")
    _, paper = rosa.downloads("Download as PDF")
    assert "Your copy is ready" in "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    hana.opens(reference)
    hana.sees("Done")
