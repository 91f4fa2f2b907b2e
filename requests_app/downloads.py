"""Handing a file out: always as a download that no page can run or show, never kept by a browser or a proxy."""

from itertools import chain

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from .models import Attachment
from .services import attachments

NO_PAGE = "default-src 'none'; sandbox"


def download_response(attachment: Attachment) -> StreamingHttpResponse:
    """The file, opened while it is sent. The caller has checked who asks, and put it on record.

    Raises ErasedKeyError or UnsealError before anything is sent if it is gone or does not begin as it was stored.
    """
    name = attachments.open_name(attachment)
    pieces = attachments.read(attachment)
    first = next(pieces)
    response = StreamingHttpResponse(chain([first], pieces), content_type=attachment.content_type)
    response["Content-Disposition"] = str(content_disposition_header(as_attachment=True, filename=name))
    response["Content-Length"] = str(attachment.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    response["Content-Security-Policy"] = NO_PAGE
    return response
