"""The headers of a download: nothing a browser would run, show inside a page, or keep."""

from typing import Any

import pytest

from records.errors import ErasedKeyError, UnsealError
from requests_app.downloads import download_response
from requests_app.models import AttachmentChunk, PrivacyRequest
from requests_app.services import attachments
from requests_app.services.attachments import CHUNK

from .samples import pdf_of
from .storing import NOW, stored


def test_it_is_a_download_that_no_page_can_use(request_of_robin: PrivacyRequest) -> None:
    content = pdf_of(5 * CHUNK)
    response = download_response(stored(request_of_robin, content))
    assert b"".join(response) == content
    assert dict(response.headers) == {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'attachment; filename="letter.pdf"',
        "Content-Length": str(5 * CHUNK),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }


NAMES = [
    ("Señora Ñañez.csv", "attachment; filename*=utf-8''Se%C3%B1ora%20%C3%91a%C3%B1ez.csv"),
    ("文件.txt", "attachment; filename*=utf-8''%E6%96%87%E4%BB%B6.txt"),
    ('say "yes".txt', 'attachment; filename="say \\"yes\\".txt"'),
    ("a\r\nSet-Cookie: b=c.txt", 'attachment; filename="aSet-Cookie: b=c.txt"'),
]


@pytest.mark.parametrize(("name", "header"), NAMES)
def test_a_name_in_any_script_arrives_whole(request_of_robin: PrivacyRequest, name: str, header: str) -> None:
    response = download_response(stored(request_of_robin, b"a,b", name))
    assert response["Content-Disposition"] == header


def test_what_was_erased_or_spoiled_is_known_before_anything_is_sent(request_of_robin: PrivacyRequest) -> None:
    erased, spoiled = stored(request_of_robin), stored(request_of_robin)
    attachments.erase(erased, at=NOW)
    AttachmentChunk.objects.filter(attachment=spoiled, number=0).update(sealed=b"noise")
    expected: list[tuple[Any, Any]] = [(erased, ErasedKeyError), (spoiled, UnsealError)]
    for row, error in expected:
        with pytest.raises(error):
            download_response(row)
