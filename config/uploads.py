"""Uploaded files while a web request lasts: small ones in memory, larger ones in an unlinked file, enciphered.

The key is random and in memory alone, so what is left on a disk after a crash says nothing. No more than
`DULY_FILE_MB` of one web request is kept; the rest is read and dropped, so that the form can say what is too large.
"""

import os
import tempfile
from typing import IO, Any, Final, cast

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CTR
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

IN_MEMORY: Final = 512 * 1024
BLOCK: Final = 16
MEGABYTE: Final = 1024 * 1024


class CipheredFile:
    """A temporary file, written once from its start, read from anywhere; on disk it is noise.

    The key is used for this file alone, so counting blocks from zero repeats nothing. `kept_in`: where the noise goes.
    """

    def __init__(self, kept_in: IO[bytes] | None = None) -> None:
        self._key = os.urandom(32)
        self._file = kept_in or cast("IO[bytes]", tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115
        self._writer = self._cipher(0)

    def _cipher(self, block: int) -> Any:
        return Cipher(AES256(self._key), CTR(block.to_bytes(BLOCK, "big"))).encryptor()

    def write(self, data: bytes) -> int:
        return self._file.write(self._writer.update(data))

    def read(self, size: int | None = -1) -> bytes:
        at = self._file.tell()
        data = self._file.read(-1 if size is None else size)
        cipher = self._cipher(at // BLOCK)
        cipher.update(bytes(at % BLOCK))
        return bytes(cipher.update(data))

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def flush(self) -> None:
        self._file.flush()

    @property
    def closed(self) -> bool:
        return self._file.closed

    def close(self) -> None:
        self._file.close()


class CipheredUploadHandler(FileUploadHandler):
    """Keeps what the settings allow, of all files of one web request together.

    The `size` of an upload is what was sent; beyond the limit less than that is kept.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.left = settings.DULY_FILE_MB * MEGABYTE

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = CipheredFile()  # by this name Django's parser finds it, to close it when a form breaks off

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's signature
        if self.left > 0:
            self.file.write(raw_data[: self.left])
            self.left -= len(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        self.file.seek(0)
        return UploadedFile(
            file=cast("IO[bytes]", self.file),
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        self.file.close()
