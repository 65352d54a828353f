"""Static files for production: hashed, compressed, and the component stylesheets joined into one."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLESHEET = "css/site.css"
IMPORT = re.compile(r'@import url\("(?P<path>[^"]+)"\) layer\((?P<layer>[\w-]+)\);')


class OneStylesheetStorage(CompressedManifestStaticFilesStorage):
    """Writes what ``site.css`` imports into it, layer by layer, before hashing; the source stays a file a component."""

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if STYLESHEET in paths and not dry_run:
            self._join_stylesheet(paths)
        yield from super().post_process(paths, dry_run, **options)

    def _join_stylesheet(self, paths: dict[str, Any]) -> None:
        storage, path = paths[STYLESHEET]

        def imported(match: re.Match[str]) -> str:
            with storage.open(path.replace("site.css", match["path"])) as file:
                return f"@layer {match['layer']} {{\n{file.read().decode()}\n}}"

        with storage.open(path) as file:
            joined = IMPORT.sub(imported, file.read().decode())
        self.delete(STYLESHEET)
        self._save(STYLESHEET, ContentFile(joined.encode()))
        paths[STYLESHEET] = (self, STYLESHEET)
