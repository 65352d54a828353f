"""Parts of recordings: a player asks for the bytes it needs, and Safari plays nothing without (RFC 9110, section 14)."""

import re
from collections.abc import Iterator
from typing import IO

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from wagtail.documents.views.serve import serve

CHUNK = 64 * 1024
_RANGE = re.compile(r"bytes=(?:(\d{1,15})-(\d{1,15})?|-(\d{1,15}))", re.ASCII)


def serve_document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """Serve a document as Wagtail does, or the part of a sound or film that is asked for."""
    response = serve(request, document_id, document_filename)
    if not isinstance(response, FileResponse) or not response["Content-Type"].startswith(
        ("audio/", "video/")
    ):
        return response
    response["Accept-Ranges"] = "bytes"
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    return _part(response, asked) if asked and "If-Range" not in request.headers else response


def _part(response: FileResponse, asked: re.Match[str]) -> HttpResponseBase:
    size = int(response["Content-Length"])
    first, last = _bounds(asked, size)
    if first > last or response.file_to_stream is None:
        response.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response.streaming_content = _read(response.file_to_stream, first, last - first + 1)
    response.status_code = 206
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(last - first + 1)
    return response


def _bounds(asked: re.Match[str], size: int) -> tuple[int, int]:
    first, last, ending = asked.groups()
    if ending:
        return (max(size - int(ending), 0), size - 1) if int(ending) else (1, 0)
    return int(first), min(int(last), size - 1) if last else size - 1


def _read(file: IO[bytes], first: int, length: int) -> Iterator[bytes]:
    file.seek(first)
    while length and (chunk := file.read(min(CHUNK, length))):
        length -= len(chunk)
        yield chunk
