"""Decodes what PHP's serialize() wrote, as WordPress keeps lists and settings in meta values.

No object is ever built: one becomes a dict with its class's name. The format:
https://www.php.net/manual/en/function.serialize.php and https://github.com/php/php-src/blob/master/ext/standard/var.c
"""

from __future__ import annotations

import dataclasses
import re
from typing import Any, NoReturn

CLASS = "__class__"
DATA = "__data__"
CASE = "__case__"
REFERENCE = "__reference__"
DEEPEST = 200

_START = re.compile(r"\s*(?:N;|[bidsaOCErR]:[-+0-9A-Z])")
_TOKEN = re.compile(
    rb"""(?P<null>N);
      | b:(?P<bool>[01]);
      | i:(?P<int>[-+]?[0-9]{1,20});
      | d:(?P<float>[-+]?(?:INF|NAN|[0-9.]{1,400}(?:[eE][-+]?[0-9]{1,5})?));
      | [rR]:(?P<reference>[0-9]{1,10});
      | s:(?P<string>[0-9]{1,10}):"
      | a:(?P<array>[0-9]{1,10}):\{
      | O:(?P<object>[0-9]{1,10}):"
      | C:(?P<custom>[0-9]{1,10}):"
      | E:(?P<enum>[0-9]{1,10}):"
    """,
    re.VERBOSE,
)
_SIZE = re.compile(rb":([0-9]{1,10}):\{")
_NULS = 2  # stand around the class in the name of a field that is not public; XML forbids them, so an export has none


class PhpValueError(ValueError):
    """The text is not a value that PHP serialised; the message says from which byte on."""


def decode(text: str) -> Any:
    """Decode a serialised value, in linear time; raises ``PhpValueError``.

    Gives None, bool, int, float, str, list (an array with the keys 0, 1, 2, …), dict (any other array), for an object
    its fields and ``__class__``, for what an object wrote itself ``__class__`` and ``__data__``, for an enumeration
    ``__class__`` and ``__case__``, and for a reference to an earlier value only its number, as ``__reference__``.
    """
    source = _Source(text.strip())
    stack = [_Container(1)]
    while True:
        top = stack[-1]
        if not top.missing:
            stack.pop()
            if not stack:
                source.end()
                return top.entries[0]
            source.take(b"}")
            stack[-1].add(top.value())
            continue
        if len(stack) > 1:
            top.key = source.key(top.class_name)
        value = source.value()
        if not isinstance(value, _Container):
            top.add(value)
        elif len(stack) > DEEPEST:
            source.fail("is nested too deep")
        else:
            stack.append(value)


def readable(text: str) -> Any:
    """Decode a value if it is a serialised one; any other text is given back as it is."""
    if not _START.match(text):
        return text
    try:
        return decode(text)
    except PhpValueError:
        return text


@dataclasses.dataclass
class _Container:
    """An array or an object that is being filled; the outermost one holds the value itself."""

    missing: int
    class_name: str | None = None
    key: int | str = 0
    entries: dict[int | str, Any] = dataclasses.field(default_factory=dict)

    def add(self, value: Any) -> None:
        self.entries[self.key] = value
        self.missing -= 1

    def value(self) -> Any:
        if self.class_name is not None:
            return {
                CLASS: self.class_name,
                **{key: self.entries[key] for key in self.entries if key != CLASS},
            }
        is_list = all(key == number for number, key in enumerate(self.entries))
        return list(self.entries.values()) if is_list else self.entries


class _Source:
    """The bytes of a serialised value, which counts lengths in bytes, and the place reached in them."""

    def __init__(self, text: str) -> None:
        self._data = text.encode("utf-8", "surrogatepass")
        self._at = 0

    def fail(self, problem: str = "is not a value of PHP") -> NoReturn:
        raise PhpValueError(f"The text {problem} from byte {self._at} on.")

    def end(self) -> None:
        if self._at != len(self._data):
            self.fail("goes on behind the value,")

    def take(self, expected: bytes) -> None:
        if not self._data.startswith(expected, self._at):
            self.fail()
        self._at += len(expected)

    def value(self) -> Any:
        """Read a value, of an array or object only the start."""
        token = _TOKEN.match(self._data, self._at)
        if not token:
            self.fail()
        self._at = token.end()
        kind = str(token.lastgroup)
        written = token[kind]
        if kind in ("null", "bool"):
            return None if kind == "null" else written == b"1"
        if kind == "float":
            return self._float(written)
        number = int(written)
        if kind in ("int", "reference"):
            return number if kind == "int" else {REFERENCE: number}
        if kind == "string":
            return self._string(number, b'";')
        if kind == "array":
            return _Container(number)
        return self._instance(kind, self._string(number, b'";' if kind == "enum" else b'"'))

    def key(self, class_name: str | None) -> int | str:
        """Read the key of an array, or the name of a field, without what says who may see it."""
        token = _TOKEN.match(self._data, self._at)
        if not token or token.lastgroup not in ("int", "string"):
            self.fail()
        self._at = token.end()
        number = int(token[str(token.lastgroup)])
        if token.lastgroup == "int":
            return number
        if class_name is None:
            return self._string(number, b'";')
        start = self._at
        if self._ends(start + number, b'";') or number < _NULS:
            name = self._string(number, b'";')
            return name.rpartition("\0")[2]
        name = self._string(number - _NULS, b'";')
        return name.removeprefix("*").removeprefix(class_name)

    def _instance(self, kind: str, name: str) -> Any:
        """Read what stands behind the name of a class."""
        if kind == "enum":
            class_name, _, case = name.partition(":")
            return {CLASS: class_name, CASE: case}
        size = _SIZE.match(self._data, self._at)
        if not size:
            self.fail()
        self._at = size.end()
        return (
            _Container(int(size[1]), name)
            if kind == "object"
            else {CLASS: name, DATA: self._string(int(size[1]), b"}")}
        )

    def _float(self, written: bytes) -> float:
        try:
            return float(written)
        except ValueError:
            self.fail()

    def _string(self, length: int, ending: bytes) -> str:
        """Read a string of so many bytes.

        The line ends of Windows were one byte longer when PHP counted: every reader of XML makes them plain.
        """
        start = self._at
        end = start + length
        if not self._ends(end, ending):
            end = self._end_with_windows_lines(length)
        if not self._ends(end, ending):
            self.fail()
        self._at = end + len(ending)
        try:
            return self._data[start:end].decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            self._at = start
            self.fail()

    def _ends(self, at: int, ending: bytes) -> bool:
        return self._data.startswith(ending, at)

    def _end_with_windows_lines(self, length: int) -> int:
        at, left = self._at, length
        while (line_end := self._data.find(b"\n", at, at + left)) >= 0:
            left -= line_end + 2 - at
            at = line_end + 1
        return at + max(left, 0)
