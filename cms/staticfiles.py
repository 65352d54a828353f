"""Static files for production: hashed, compressed, and one stylesheet and one script instead of a file a component."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLESHEET = "css/site.css"
SCRIPT = "js/site.js"
IMPORT = re.compile(r'@import url\("(?P<path>[^"]+)"\) layer\((?P<layer>[\w-]+)\);')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
INDENT = re.compile(r"\s*\n\s*")
MODULE = re.compile(r'^import "\./(?P<path>[\w-]+\.js)";$', re.MULTILINE)


class JoinedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Writes what ``site.css`` and ``site.js`` import into them, before they are hashed.

    The source stays a file a component, and stays readable.
    """

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run:
            for entry, join in {STYLESHEET: join_stylesheets, SCRIPT: join_modules}.items():
                if entry in paths:
                    self._join(entry, join, paths)
        yield from super().post_process(paths, dry_run, **options)

    def _join(
        self, entry: str, join: Callable[[str, Callable[[str], str]], str], paths: dict[str, Any]
    ) -> None:
        storage, path = paths[entry]
        folder, _, name = path.rpartition("/")

        def read(name: str) -> str:
            with storage.open(f"{folder}/{name}") as file:
                return str(file.read().decode())

        joined = join(read(name), read)
        self.delete(entry)
        self._save(entry, ContentFile(joined.encode()))
        paths[entry] = (self, entry)


def join_stylesheets(entry: str, read: Callable[[str], str]) -> str:
    """Put each stylesheet into its layer, and leave out comments and indents.

    Other spaces stay: minifiers take them from ``.list ::marker`` within a layer, which then means something else.
    """
    joined = IMPORT.sub(lambda found: f"@layer {found['layer']} {{\n{read(found['path'])}\n}}", entry)
    return INDENT.sub("\n", COMMENT.sub("", joined))


def join_modules(entry: str, read: Callable[[str], str]) -> str:
    """Put each module into a block, which keeps its names to itself; they export nothing."""
    return MODULE.sub(lambda found: f"{{\n{read(found['path'])}\n}}", entry)
