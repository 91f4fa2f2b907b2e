"""Small files of every kind, made up, and the uploads they would be."""

import io
import zipfile
from typing import Final

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from records.chain import Actor, ActorKind
from requests_app.models import Attachment, Direction, PrivacyRequest
from requests_app.services import attachments

DOCX: Final = "word/document.xml"
XLSX: Final = "xl/workbook.xml"


def archive(*names: str) -> bytes:
    """A ZIP archive that holds a little text under each of these names."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as whole:
        for name in ("[Content_Types].xml", *names):
            whole.writestr(name, "A few words.")
    return written.getvalue()


PDF: Final = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG: Final = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(20)
EXE: Final = b"MZ\x90\0\x03" + bytes(100)
HTML: Final = b"<!DOCTYPE html><html><body>Hello</body></html>"
SVG: Final = b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'

GOOD: Final = {
    "letter.pdf": PDF,
    "card.png": PNG,
    "card.jpg": b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01" + bytes(20),
    "phone.JPEG": b"\xff\xd8\xff\xe1\0\x10Exif\0\0" + bytes(20),
    "old.gif": b"GIF89a" + bytes(20),
    "new.webp": b"RIFF\x24\0\0\0WEBPVP8 " + bytes(20),
    "phone.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(20),
    "other phone.heif": b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic" + bytes(20),
    "fax.tif": b"II*\0\x08\0\0\0" + bytes(20),
    "scan.tiff": b"MM\0*\0\0\0\x08" + bytes(20),
    "note.txt": "Señora Reyes lives here.".encode(),
    "latin.txt": "Señora Reyes lives here.".encode("latin-1"),
    "data.csv": b"name,value\nRosa,1\n",
    "letter.docx": archive(DOCX),
    "table.xlsx": archive(XLSX),
}


def upload(name: str = "letter.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def pdf_of(size: int) -> bytes:
    """A file that is told to be a PDF by its beginning, `size` bytes long."""
    return (PDF + bytes(range(256)) * (size // 256 + 1))[:size]


def file_addresses(request: PrivacyRequest) -> list[str]:
    """The addresses of the desk about the files of a request, which has one."""
    file = Attachment.objects.filter(request=request).first() or attachments.store(
        request,
        upload(),
        direction=Direction.FROM_PERSON,
        by=Actor(kind=ActorKind.REQUESTER),
        now=request.received_at,
    )
    args = [request.pk, file.pk]
    return [
        reverse("staff:attach-file", args=args[:1]),
        reverse("staff:file", args=args),
        reverse("staff:erase-file", args=args),
    ]
