"""The time seam across processes: an offset that stands in a file, which all of them read anew each time."""

import datetime as dt
from pathlib import Path


class Offset:
    """In the place of the setting DULY_CLOCK_OFFSET: added to the database's time it moves it by what the file says."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __radd__(self, instant: dt.datetime) -> dt.datetime:
        return instant + self.read()

    def read(self) -> dt.timedelta:
        return dt.timedelta(seconds=float(self._path.read_text()))

    def set(self, offset: dt.timedelta) -> None:
        """By rename: nobody reads half a number."""
        written = self._path.with_suffix(".written")
        written.write_text(str(offset.total_seconds()))
        written.rename(self._path)
