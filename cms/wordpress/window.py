"""The part of a file that is being looked at, for a reader that goes back to what it read in vain."""

from __future__ import annotations

import re

from cms.wordpress.decoding import CleanText, Repairs, TruncatedError

OVERLAP = 128  # no tag that is searched for is longer


class Window:
    """The bytes from the current place of the file on, as many as were asked for."""

    def __init__(self, text: CleanText, repairs: Repairs) -> None:
        self.data = bytearray()
        self.line = 1
        self.passed = 0
        self._text = text
        self._chunks = iter(text)
        self._repairs = repairs

    def more(self) -> bool:
        try:
            chunk = next(self._chunks, b"")
        except TruncatedError as error:
            self._repairs.note(self._text.line, str(error), is_loss=True)
            chunk = b""
        self.data += chunk
        return bool(chunk)

    def has(self, number: int) -> bool:
        while len(self.data) < number:
            if not self.more():
                return False
        return True

    def search(self, what: re.Pattern[bytes] | bytes, start: int, limit: int) -> tuple[int, int] | None:
        """Find the next place of a pattern that begins before ``limit``, reading on as far as needed."""
        while start < limit:
            if found := _found(what, self.data, start, limit):
                return found
            start = max(start, len(self.data) - OVERLAP)
            if not self.more():
                break
        return None

    def drop(self, number: int) -> None:
        self.line += self.data.count(b"\n", 0, number)
        self.passed += min(number, len(self.data))
        del self.data[:number]


def _found(
    what: re.Pattern[bytes] | bytes, data: bytearray, start: int, limit: int
) -> tuple[int, int] | None:
    if isinstance(what, bytes):
        at = data.find(what, start, limit + len(what))
        return (at, at + len(what)) if at >= 0 else None
    match = what.search(data, start, limit + OVERLAP)
    return match.span() if match else None
