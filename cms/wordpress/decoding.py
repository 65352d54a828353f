"""Gives an export as clean UTF-8, chunk by chunk: unpacked, decoded and without what XML forbids; tells each repair."""

from __future__ import annotations

import codecs
import contextlib
import gzip
import itertools
import re
import zlib
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from io import BufferedReader
from pathlib import Path

from cms.wordpress.records import ExportError, Repair

CHUNK = 64 * 1024
GZIP = b"\x1f\x8b"
# What a packed file may grow to. Text packs to a tenth, that of a very monotonous site to a hundredth.
MOST_UNPACKED = 4 * 2**30
MOST_GROWTH = 200
_GROWTH_IS_CHECKED_FROM = 64 * 2**20

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WITHOUT_MARK = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_DECLARATION = re.compile(rb"(?:\s|\xef\xbb\xbf)*(?:<\?xml\s[^<>]*\?>(?:\s|\xef\xbb\xbf)*)?")
_DECLARED = re.compile(rb"""\s*<\?xml\s[^<>]*?\bencoding\s*=\s*["']\s*([A-Za-z0-9._:-]{1,40})\s*["']""")
_NOT_FOR_FILES = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape", "utf-7"})
# What names itself Latin 1 holds the quotation marks of Windows: https://encoding.spec.whatwg.org/#names-and-labels
_LATIN_1 = frozenset({"iso8859-1", "latin-1"})

_CONTROLS = tuple(code for code in range(32) if code not in b"\t\n\r")
_FORBIDDEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_BREAKS = frozenset("\x0b\x0c")  # a line break of a word processor, and a page break: the words stay apart
_REPORTED = 20


class TruncatedError(ExportError):
    """A packed file ends too early, or is damaged from some point on; what came before it is good."""


class Repairs:
    """Passes repairs on as they are made, and sums up those that repeat on many lines."""

    def __init__(self, tell: Callable[[Repair], None] | None = None) -> None:
        self._tell = tell
        self._counts: Counter[tuple[str, bool]] = Counter()
        self._last: tuple[int, str] | None = None

    def note(self, line: int, detail: str, *, is_loss: bool = False) -> None:
        """Tell of a repair once a line."""
        if (line, detail) == self._last:
            return
        self._last = line, detail
        self._counts[detail, is_loss] += 1
        if self._tell and self._counts[detail, is_loss] <= _REPORTED:
            self._tell(Repair(line, detail, is_loss))

    def finish(self) -> None:
        """Tell how many more lines had the repairs that repeat."""
        for (detail, is_loss), number in self._counts.items():
            if self._tell and number > _REPORTED:
                more = f"{detail} So it was in {number - _REPORTED} more lines."
                self._tell(Repair(self._last[0] if self._last else 0, more, is_loss))
        self._counts.clear()


def unpacked(path: Path) -> Generator[bytes, None, None]:
    """Yield the bytes of a file, those of a gzip file unpacked; raises ``ExportError`` where it cannot be read."""
    with _opened(path) as file:
        is_packed = file.peek(2)[:2] == GZIP
        try:
            yield from _gunzipped(file, path) if is_packed else iter(lambda: file.read(CHUNK), b"")
        except OSError as error:
            raise ExportError(f"“{path.name}” cannot be read: {error.strerror or error}.") from error


def first_bytes(path: Path) -> bytes:
    """Give the first chunk of a file; raises ``ExportError`` where it cannot be read."""
    with contextlib.closing(unpacked(path)) as chunks:
        return next(chunks, b"")


def _opened(path: Path) -> BufferedReader:
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise ExportError(f"There is no file “{path}”.") from None
    except IsADirectoryError:
        raise ExportError(f"“{path}” is a folder, not a file.") from None
    except OSError as error:
        raise ExportError(f"“{path}” cannot be read: {error.strerror}.") from error


def _gunzipped(file: BufferedReader, path: Path) -> Iterator[bytes]:
    """Unpack a gzip file, and stop early where it would fill the disk of whoever unpacks it."""
    size = 0
    packed = gzip.GzipFile(fileobj=file)
    waiting: list[bytes] = []
    while True:
        try:
            data = packed.read1(CHUNK)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            if waiting:
                yield b"".join(waiting)
            is_short = isinstance(error, EOFError)
            fault = (
                "is incomplete: its packed data ends early"
                if is_short
                else "is damaged: it cannot be unpacked"
            )
            raise TruncatedError(f"“{path.name}” {fault}, after {size:,} bytes of text.") from None
        waiting.append(data)
        size += len(data)
        if size > MOST_UNPACKED or size > max(_GROWTH_IS_CHECKED_FROM, MOST_GROWTH * file.tell()):
            raise ExportError(
                f"“{path.name}” is refused: it unpacks to more than {size // 2**20:,} MB, far more than an export"
                " of its size can hold; unpack it and import the XML file inside, if it really is one."
            )
        if not data or sum(map(len, waiting)) >= CHUNK:
            yield b"".join(waiting)
            waiting.clear()
        if not data:
            return


def decoded(data: bytes) -> str:
    """Give the first bytes of a file as text, to look at; nothing is refused."""
    encoding, mark = _marked(data)
    return data[mark:].decode(encoding or "utf-8", "replace")


def _marked(data: bytes) -> tuple[str, int]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    return next(((encoding, 0) for start, encoding in _WITHOUT_MARK if data.startswith(start)), ("", 0))


class CleanText:
    """Iterates over a file as UTF-8 in chunks of whole characters; ``line`` is the one where the last chunk ends.

    The XML declaration is gone, because it names the encoding of before; its lines stay.
    """

    def __init__(self, path: Path, repairs: Repairs) -> None:
        self.line = 1
        self._path = path
        self._repairs = repairs

    def __iter__(self) -> Iterator[bytes]:
        chunks = self._in_utf8(unpacked(self._path))
        first = next(chunks, b"")
        for chunk in itertools.chain([self._without_declaration(first)], chunks):
            if clean := self._without_forbidden(chunk):
                self.line += clean.count(b"\n")
                yield clean

    def _in_utf8(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        first = next(chunks, b"")
        encoding, mark = _marked(first)
        encoding = encoding or self._declared(first)
        chunks = itertools.chain([first[mark:]], chunks)
        return self._valid(chunks) if encoding == "utf-8" else self._transcoded(chunks, encoding)

    def _declared(self, first: bytes) -> str:
        """Give the encoding that the XML declaration names, as far as it can be true."""
        declaration = _DECLARED.match(first.lstrip(codecs.BOM_UTF8 + b" \t\r\n"))
        if not declaration:
            return "utf-8"
        name = declaration[1].decode("ascii")
        try:
            is_plain = b"<?xml".decode(name, "replace") == "<?xml"
            codec = codecs.lookup(name).name.replace("_", "-")
        except (LookupError, ValueError):
            codec = ""
        if not codec or codec in _NOT_FOR_FILES:
            raise ExportError(
                f"“{self._path.name}”, line 1: it is not well-formed XML: Unsupported encoding {name}."
            )
        if not is_plain:  # its declaration could be read, so it cannot be in UTF-16
            self._repairs.note(1, f"The file says that it is in {name}, but it is not; it was read as UTF-8.")
        if not is_plain or codec in ("utf-8", "utf-8-sig", "ascii"):
            return "utf-8"
        return "windows-1252" if codec in _LATIN_1 else codec

    def _transcoded(self, chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        for chunk in itertools.chain(chunks, [b""]):
            text = decoder.decode(chunk, not chunk)
            for line in _lines_with(text, "\ufffd", self.line):
                self._repairs.note(line, "A character could not be read and was lost.", is_loss=True)
            yield text.encode("utf-8", "replace")

    def _valid(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """Cut between characters, and read what is no UTF-8 as what it then mostly is."""
        held = b""
        for chunk in itertools.chain(chunks, [b""]):
            data = held + chunk
            whole = len(data) - _incomplete(data) if chunk else len(data)
            data, held = data[:whole], data[whole:]
            try:
                data.decode()
            except UnicodeDecodeError:
                yield b"".join(self._read_as_windows(data))
            else:
                yield data

    def _read_as_windows(self, data: bytes) -> Iterator[bytes]:
        for number, line in enumerate(data.split(b"\n")):
            end = b"\n" if number else b""
            try:
                line.decode()
            except UnicodeDecodeError:
                detail = "Bytes that are not UTF-8 were read as Windows-1252."
                self._repairs.note(self.line + number, detail)
                yield end + line.decode(errors=_WINDOWS_1252).encode()
            else:
                yield end + line

    def _without_declaration(self, first: bytes) -> bytes:
        declaration = _DECLARATION.match(first)
        end = declaration.end() if declaration else 0
        if first[:1].isspace() and b"<?xml" in first[:end]:
            self._repairs.note(1, "Blank space before the XML declaration was passed over.")
        return b"\n" * first.count(b"\n", 0, end) + first[end:]

    def _without_forbidden(self, chunk: bytes) -> bytes:
        # A search for each byte is many times faster than one for a class of them.
        if all(chunk.find(code) < 0 for code in _CONTROLS) and chunk.find(0xEF) < 0:
            return chunk
        line, seen = self.line, 0

        def instead(match: re.Match[bytes]) -> bytes:
            nonlocal line, seen
            line += chunk.count(b"\n", seen, match.start())
            seen = match.start()
            character = match[0].decode()
            self._repairs.note(line, f"The character U+{ord(character):04X}, which XML forbids, was removed.")
            return b" " if character in _BREAKS else b""

        return _FORBIDDEN.sub(instead, chunk)


def _incomplete(data: bytes) -> int:
    """Count the bytes at the end that begin a character of UTF-8 but do not finish it."""
    for back in range(1, min(4, len(data) + 1)):
        byte = data[-back]
        if byte >= 0xC0:
            length = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return back if back < length else 0
        if byte < 0x80:
            break
    return 0


def _lines_with(text: str, character: str, line: int) -> Iterator[int]:
    if character in text:
        yield from (line + number for number, part in enumerate(text.split("\n")) if character in part)


_WINDOWS_1252 = "cms.wordpress.windows-1252"


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    damaged = error.object[error.start : error.end]
    return "".join(_WINDOWS_CHARACTERS[byte] for byte in damaged), error.end


_WINDOWS_CHARACTERS = [bytes([byte]).decode("windows-1252", "replace") for byte in range(256)]
codecs.register_error(_WINDOWS_1252, _as_windows_1252)
