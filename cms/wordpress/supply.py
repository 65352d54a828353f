"""The files of a run, read and checked: fetched while nobody waits, and at hand when the site's database is written."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from cms.wordpress.context import Context
from cms.wordpress.library import Content, UnfitError, read, refusal
from cms.wordpress.shelf import Shelf
from cms.wordpress.uploads import Get, LibraryFile, MediaError, source_of


class Supply:
    """Reads files from where the options say. What fails is given, not raised: a file costs only itself."""

    def __init__(self, context: Context) -> None:
        self.source = source_of(context)
        self._keeps = context.options.dry_run  # what it fetched, for the run that follows
        self._refused: Shelf[int | str, tuple[str, str]] = Shelf()
        self._brought: list[LibraryFile] = []

    def refusal(self, file: LibraryFile) -> MediaError:
        """Give the reason why a file is left out."""
        return refusal(file) or self.source.refusal()

    def takes(self, file: LibraryFile) -> bool:
        """Tell whether a file may be had at all."""
        return self.source.has_files and refusal(file) is None

    def content(self, file: LibraryFile, get: Get) -> Content | MediaError:
        """Read a file that ``get`` gives, and fetch the size that WordPress made of it where the original is no good."""
        return self._content(file, get, self.source.get)

    def bring(self, files: Iterable[LibraryFile]) -> None:
        """Fetch files, several at a time, so that they are at hand; what the call before fetched goes."""
        self.let_go()
        first: dict[str, LibraryFile] = {}
        others = []
        for file in files:
            if file.ident in self._refused or not self.takes(file):
                continue
            if first.setdefault(file.paths[0], file) is not file:
                others.append(file)
        self._bring(first.values())
        self._bring(others)  # other sizes of the same pictures: most of them are here by now

    def let_go(self) -> None:
        """Delete what was brought: the transaction that it was brought for has ended."""
        if not self._keeps:
            for file in self._brought:
                self.source.done(file)
        self._brought.clear()

    def at_hand(self, file: LibraryFile) -> Content | MediaError:
        """Read a file without asking a server for it: a transaction is open, and others wait for its end."""
        return self._content(file, lambda: self.place(file), self.place)

    def place(self, file: LibraryFile) -> Path:
        """Give where a file lies on this machine; raises MediaError, with what came of fetching it."""
        if why := self._refused.get(file.ident):
            raise MediaError(*why)
        return self.source.at_hand(file)

    def _bring(self, files: Collection[LibraryFile]) -> None:
        with contextlib.closing(self.source.ahead(files, lambda _file: True)) as works:
            for file, get in works:
                self._brought.append(file)
                content = self.content(file, get) if get else None
                if isinstance(content, MediaError):
                    self._refused[file.ident] = (str(content), content.code)

    @staticmethod
    def _content(
        file: LibraryFile, get: Get, get_other: Callable[[LibraryFile], Path]
    ) -> Content | MediaError:
        try:
            try:
                return read(file, get())
            except UnfitError:
                if len(file.paths) == 1:
                    raise
                return read(file, get_other(dataclasses.replace(file, paths=file.paths[-1:])))
        except MediaError as error:
            return error
        except Exception as error:  # noqa: BLE001  whatever disk or image library raise costs this file, not the import
            return MediaError(f"cannot be read ({error}).")
