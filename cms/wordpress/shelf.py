"""Records of an export on disk: what a run knows of a site must not grow in memory with the site."""

from __future__ import annotations

import pickle
import sqlite3
import zlib
from collections.abc import Hashable, Iterator, MutableMapping
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Record = TypeVar("Record")
_WORTH_PACKING = 2000


class Shelf(MutableMapping[Key, Record], Generic[Key, Record]):
    """A mapping of numbers or texts to records, in the order in which they were put there.

    It lies in a file without a name that goes when the process does. ``values()`` streams; nothing is kept.
    """

    def __init__(self) -> None:
        self._file = sqlite3.connect("", isolation_level=None)
        self._file.execute("PRAGMA synchronous=OFF")
        self._file.execute("PRAGMA journal_mode=OFF")
        self._file.execute("PRAGMA cache_size=-500")  # kilobytes: the records are there to be out of memory
        self._file.execute("CREATE TABLE shelf (place INTEGER PRIMARY KEY, key BLOB UNIQUE, record BLOB)")

    def __getitem__(self, key: Key) -> Record:
        row = self._file.execute("SELECT record FROM shelf WHERE key = ?", (key,)).fetchone()
        if row is None:
            raise KeyError(key)
        return self._unpacked(row[0])

    def __contains__(self, key: object) -> bool:
        return self._file.execute("SELECT 1 FROM shelf WHERE key = ?", (key,)).fetchone() is not None

    def __setitem__(self, key: Key, record: Record) -> None:
        self._file.execute(
            "INSERT INTO shelf (key, record) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET record = excluded.record",
            (key, _packed(record)),
        )

    def __delitem__(self, key: Key) -> None:
        if not self._file.execute("DELETE FROM shelf WHERE key = ?", (key,)).rowcount:
            raise KeyError(key)

    def __len__(self) -> int:
        return int(self._file.execute("SELECT count(*) FROM shelf").fetchone()[0])

    def __iter__(self) -> Iterator[Key]:
        for (key,) in self._file.execute("SELECT key FROM shelf ORDER BY place"):
            yield key

    def values(self) -> Iterator[Record]:  # type: ignore[override]  # a stream, not a view: there may be many
        for (record,) in self._file.execute("SELECT record FROM shelf ORDER BY place"):
            yield self._unpacked(record)

    @staticmethod
    def _unpacked(data: bytes) -> Record:
        packed = zlib.decompress(data[1:]) if data[:1] == b"z" else data[1:]
        return pickle.loads(packed)  # type: ignore[no-any-return]  # noqa: S301  written by this process, read by no other


def _packed(record: object) -> bytes:
    data = pickle.dumps(record, pickle.HIGHEST_PROTOCOL)
    return b"z" + zlib.compress(data, 1) if len(data) > _WORTH_PACKING else b"-" + data
