"""The kinds of file that a case may hold, by the ending of the name, and what is left of a name as it was given.

A kind is believed when ending and content agree. Nothing here is shown by a browser: all files are downloads.
"""

import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

LONGEST_NAME: Final = 120
NO_NAME: Final = "file"


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind. `words`: what the person calls it. `magic`: endings by which the content is recognized; none: text.

    `inside`: a part that an archive of this kind must hold.
    """

    words: str
    endings: tuple[str, ...]
    content_type: str
    magic: tuple[str, ...] = ()
    inside: str = ""
    only_to_person: bool = False

    @property
    def is_text(self) -> bool:
        return not self.magic


_ZIP: Final = (".zip", ".docx", ".xlsx")
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"

KINDS: Final = (
    FileKind("PDF", (".pdf",), "application/pdf", (".pdf",)),
    FileKind("PNG picture", (".png",), "image/png", (".png",)),
    FileKind("JPEG picture", (".jpg", ".jpeg"), "image/jpeg", (".jpg", ".jpeg")),
    FileKind("GIF picture", (".gif",), "image/gif", (".gif",)),
    FileKind("WebP picture", (".webp",), "image/webp", (".webp",)),
    FileKind("HEIC picture", (".heic", ".heif"), "image/heic", (".heic", ".heif")),
    FileKind("TIFF picture", (".tif", ".tiff"), "image/tiff", (".tif", ".tiff")),
    FileKind("text file", (".txt",), "text/plain"),
    FileKind("CSV table", (".csv",), "text/csv"),
    FileKind("Word document", (".docx",), f"{_OFFICE}.wordprocessingml.document", _ZIP, inside="word/document.xml"),
    FileKind("Excel table", (".xlsx",), f"{_OFFICE}.spreadsheetml.sheet", _ZIP, inside="xl/workbook.xml"),
    FileKind("ZIP archive", (".zip",), "application/zip", _ZIP, only_to_person=True),
)
BY_ENDING: Final = {ending: kind for kind in KINDS for ending in kind.endings}
BY_CONTENT_TYPE: Final = {kind.content_type: kind for kind in KINDS}

PROGRAMS: Final = frozenset(
    {".exe", ".dll", ".sys", ".com", ".bat", ".cmd", ".msi", ".scr", ".pif", ".lnk", ".js", ".vbs", ".ps1", ".sh"}
    | {".jar", ".class", ".app", ".dmg", ".apk", ".py", ".so", ".appimage", ".hta", ".wsf", ".reg", ".elf"}
)
WEB_PAGES: Final = frozenset({".html", ".htm", ".xhtml", ".svg", ".svgz", ".xml", ".mht", ".mhtml", ".shtml"})
WITH_MACROS: Final = frozenset({".docm", ".dotm", ".xlsm", ".xltm", ".xlsb", ".xlam", ".pptm"})
OLD_OFFICE: Final = frozenset({".doc", ".xls", ".rtf"})


def ending_of(name: str) -> str:
    """With its dot, in small letters; empty when there is none."""
    return PurePosixPath(name).suffix.lower()


def clean_name(given: str) -> str:
    """The name without folders and without characters that hide or turn the others; at most 120, ending kept."""
    composed = unicodedata.normalize("NFC", given)
    last = composed.replace("\\", "/").rstrip("/").rpartition("/")[2]
    seen = "".join(letter for letter in last if unicodedata.category(letter) not in _UNSEEN)
    name = " ".join(seen.split()).lstrip(". ")
    stem, dot, ending = name.rpartition(".")
    if not dot:
        return name[:LONGEST_NAME] or NO_NAME
    ending = f".{ending[:20]}"
    return f"{stem[: LONGEST_NAME - len(ending)].rstrip() or NO_NAME}{ending}"


_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Controls, formats (bidi overrides among them), half characters, line and paragraph separators."""
