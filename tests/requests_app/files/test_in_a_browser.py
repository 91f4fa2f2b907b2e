"""Files on the desk in Chromium: accessible pages, a wrong file and a right one, and the download as it was sent."""

from pathlib import Path

from playwright.sync_api import expect

from requests_app.models import Attachment, PrivacyRequest
from tests.requests_app.staff.conftest import deletion, desk, monday
from tests.requests_app.staff.pages import case_url
from tests.requests_app.staff.test_in_a_browser import Open, inspect, open_page

from .samples import EXE, file_addresses, pdf_of

__all__ = ["deletion", "desk", "monday", "open_page"]

SIZE = 3_000_000


def test_the_pages_about_files_are_accessible(open_page: Open, deletion: PrivacyRequest) -> None:
    attach, _, erase = file_addresses(deletion)
    page = open_page()
    for address in (attach, erase, case_url(deletion)):
        inspect(page, address)


def test_a_file_is_refused_then_put_in_and_fetched(open_page: Open, deletion: PrivacyRequest, tmp_path: Path) -> None:
    wrong, right = tmp_path / "letter.pdf", tmp_path / "Señora Reyes.pdf"
    wrong.write_bytes(EXE)
    right.write_bytes(pdf_of(SIZE))
    page = open_page()
    page.goto(case_url(deletion))
    page.get_by_role("link", name="Put a file into the case").click()

    page.get_by_label("For the person, to fetch from now on").check()
    page.get_by_label("File", exact=True).set_input_files(wrong)
    page.get_by_role("button", name="Put it into the case").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("File: This file is a program.")
    expect(page.get_by_label("For the person, to fetch from now on")).to_be_checked()

    page.get_by_label("File", exact=True).set_input_files(right)
    page.get_by_role("button", name="Put it into the case").click()
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Señora Reyes.pdf", exact=True).click()
    assert fetched.value.suggested_filename == "Señora Reyes.pdf"
    assert Path(fetched.value.path()).read_bytes() == pdf_of(SIZE)

    page.get_by_role("link", name="Erase Señora Reyes.pdf").click()
    page.get_by_role("button", name="Erase it for good").click()
    expect(page.get_by_text("An erased file", exact=True)).to_be_visible()
    assert Attachment.objects.get().chunks.count() == 0
