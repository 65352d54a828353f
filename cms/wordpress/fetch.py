"""Files of the old site come over the network: from hosts that were named, safely, several at a time."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import re
import tempfile
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import IO, TypeVar

from cms.wordpress.addresses import bare_host, join, split
from cms.wordpress.outbound import Line, NoAnswerError, RefusedError, Target, parse

Job = TypeVar("Job")
Result = TypeVar("Result")
THREADS = 8
CHUNK = 64 * 1024
BEGINNING = 1024
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MAX_REDIRECTS = 5
TRIES = 3
LONGEST_WAIT = 60
SILENT_AFTER = 10
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_LEFT_BEHIND = 3600  # seconds after which a half file belongs to no run any more


class FetchError(Exception):
    """A file could not be fetched; the message goes on where its name ends."""


class FetchRefusedError(FetchError):
    """A file is not fetched because asking for it is not safe, or nobody allowed its host."""


class _TryAgainError(Exception):
    """The server may answer the next time: after ``wait`` seconds where it said so."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


@dataclasses.dataclass(frozen=True)
class Limits:
    """How much may come: bytes and seconds for a file (all tries together), bytes and files for a run."""

    file_bytes: int = 50 * 1024**2
    file_seconds: float = 180
    total_bytes: int = 20 * 1024**3
    files: int = 100_000


class Fetcher:
    """Fetches files into a folder, each address once: what lies there is not asked for again.

    ``hosts`` are names (``www.`` counts for nothing), with a port where it is not 80 or 443. A file appears under its
    name when it is whole, so that a run that was killed goes on where it stopped. Safe to use from several threads.
    """

    def __init__(
        self,
        hosts: Iterable[str],
        folder: Path,
        *,
        line: Line | None = None,
        limits: Limits | None = None,
        sleep: Callable[[float], object] | None = None,
    ) -> None:
        self.folder = folder
        self.line = line or Line()
        self.limits = limits or Limits()
        self._hosts = frozenset(map(_host, hosts)) - {""}
        self._stopped = threading.Event()
        self._sleep = sleep or self._stopped.wait
        self._lock = threading.Lock()
        self._bytes = self._files = 0
        self._silent: Counter[str] = Counter()
        folder.mkdir(parents=True, exist_ok=True)
        for part in folder.glob("*.part"):
            if part.stat().st_mtime < time.time() - _LEFT_BEHIND:
                part.unlink(missing_ok=True)

    def place(self, url: str) -> Path:
        """Give where the file of an address lies, or would lie."""
        return self.folder / hashlib.sha256(url.encode()).hexdigest()[:40]

    def get(self, url: str) -> Path:
        """Give the file of an address, fetched if need be; raises FetchError."""
        place = self.place(url)
        if place.is_file():
            return place
        try:
            target = self._checked(url)
            self._count_file()
            self._download(target, place)
        except RefusedError as error:
            raise FetchRefusedError(f"was not fetched: {error}") from error
        except OSError as error:
            raise FetchError(f"could not be kept ({error.strerror}).") from error
        return place

    def ahead(
        self, jobs: Iterable[Job], work: Callable[[Job], Result]
    ) -> Generator[tuple[Job, Future[Result]]]:
        """Do the work of some jobs before their turn, in threads; give each job, in order, with its finished work.

        Who leaves before the end has to close this generator: it stops what is under way.
        """
        waiting: deque[tuple[Job, Future[Result]]] = deque()
        pool = ThreadPoolExecutor(THREADS, thread_name_prefix="fetch")
        try:
            for job in jobs:
                waiting.append((job, pool.submit(work, job)))
                if len(waiting) >= 2 * THREADS:
                    yield _finished(*waiting.popleft())
            while waiting:
                yield _finished(*waiting.popleft())
        except BaseException:
            self._stopped.set()
            raise
        finally:
            pool.shutdown(cancel_futures=True)

    def allows(self, url: str) -> bool:
        """Tell whether a file may be asked for at an address, as far as its host goes."""
        try:
            return bool(self._checked(url))
        except RefusedError:
            return False

    def _checked(self, url: str) -> Target:
        target = parse(url)
        if bare_host(target.netloc) not in self._hosts:
            raise RefusedError(
                f"{target.netloc} is not a host of the exported site. Name it with --fetch-host if you trust it."
            )
        return target

    def _count_file(self) -> None:
        with self._lock:
            self._files += 1
            if self._files > self.limits.files or self._bytes >= self.limits.total_bytes:
                raise FetchError(
                    "was not fetched: this run has fetched as much as it may. Run it again to go on."
                )

    def _download(self, target: Target, place: Path) -> None:
        """Try it some times: what timed out or failed on the server's side may work the next time."""
        deadline = time.monotonic() + self.limits.file_seconds
        has_waited = False
        for number in range(1, TRIES + 1):
            if self._silent[target.host] >= SILENT_AFTER:
                raise FetchError(
                    f"was not fetched: {target.host} did not answer {SILENT_AFTER} times in a row."
                )
            try:
                self._attempt(target, place, deadline)
            except _TryAgainError as again:
                pause = 2.0 ** (number - 1) if again.wait is None else again.wait
                is_last = number == TRIES or (again.wait is not None and has_waited)
                if is_last or time.monotonic() + pause >= deadline or self._stopped.is_set():
                    raise FetchError(f"could not be fetched: {again}") from again
                has_waited |= again.wait is not None
                self._sleep(pause)
            else:
                return

    def _attempt(self, target: Target, place: Path, deadline: float) -> None:
        handle, name = tempfile.mkstemp(dir=self.folder, suffix=".part")
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                self._follow(target, file, deadline)
            part.replace(place)
        except NoAnswerError as error:
            self._silent[target.host] += 1
            raise _TryAgainError(str(error)) from error
        except (HTTPException, ValueError) as error:  # a ValueError comes of a length below zero
            raise FetchError(
                f"could not be fetched: {target.host} did not answer as a web server does."
            ) from error
        finally:
            part.unlink(missing_ok=True)
        self._silent[target.host] = 0

    def _follow(self, target: Target, file: IO[bytes], deadline: float) -> None:
        """Ask, and go where the server sends on to; each address is checked like the first."""
        for _step in range(MAX_REDIRECTS + 1):
            with self.line.get(target, deadline) as response:
                if response.status not in REDIRECTS:
                    self._receive(target, response, file)
                    return
                url = f"{target.scheme}://{target.netloc}{target.path}"
                target = self._checked(join(url, response.getheader("Location") or ""))
        raise FetchError(f"could not be fetched: it is redirected more than {MAX_REDIRECTS} times.")

    def _receive(self, target: Target, response: HTTPResponse, file: IO[bytes]) -> None:
        _check_status(target, response)
        if response.getheader("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
            raise FetchError(f"could not be fetched: {target.host} sends it packed, though asked not to.")
        announced = response.length
        if announced is not None and announced > self.limits.file_bytes:
            raise FetchError(self._too_large())
        received = 0
        for chunk in _pieces(response):
            if not received and _PAGE.match(chunk):
                raise FetchError(f"could not be fetched: {target.host} answers with a web page in its place.")
            received += len(chunk)
            self._count_bytes(len(chunk), received)
            _write(file, chunk)
        if announced is not None and received < announced:
            raise NoAnswerError(f"{target.host} broke off after {received} of {announced} bytes.")
        if not received:
            raise FetchError(f"could not be fetched: {target.host} answers with an empty file.")

    def _count_bytes(self, number: int, received: int) -> None:
        if received > self.limits.file_bytes:
            raise FetchError(self._too_large())
        if self._stopped.is_set():
            raise FetchError("was not fetched: the run was stopped.")
        with self._lock:
            self._bytes += number

    def _too_large(self) -> str:
        return f"was not fetched: it is larger than {self.limits.file_bytes // 1024**2} MB."


def _finished(job: Job, work: Future[Result]) -> tuple[Job, Future[Result]]:
    wait([work])
    return job, work


def _pieces(response: HTTPResponse) -> Iterator[bytes]:
    """Give what comes as it comes, the beginning in one piece."""
    yield response.read(BEGINNING)
    yield from iter(lambda: response.read1(CHUNK), b"")


def _write(file: IO[bytes], chunk: bytes) -> None:
    try:
        file.write(chunk)
        file.flush()
    except OSError as error:  # such as a full disk
        raise FetchError(f"could not be kept ({error.strerror}).") from error


def _check_status(target: Target, response: HTTPResponse) -> None:
    if response.status == 200:
        return
    answer = f"{target.host} answers {response.status} {response.reason}".strip()
    if response.status == 429 or (response.status == 503 and response.getheader("Retry-After")):
        raise _TryAgainError(f"{answer}.", _seconds(response.getheader("Retry-After") or ""))
    if response.status >= 500:
        raise _TryAgainError(f"{answer}.")
    raise FetchError(f"could not be fetched: {answer}.")


def _seconds(retry_after: str) -> float:
    """Read Retry-After (RFC 9110, 10.2.3) where it is a number; a date is as good as a short while."""
    return float(min(int(retry_after), LONGEST_WAIT)) if re.fullmatch(r"[0-9]{1,6}", retry_after) else 5.0


def _host(named: str) -> str:
    """Read a host as a person may name it: ``www.old.example``, ``old.example:8080``, ``https://old.example/``."""
    return bare_host(split(named).netloc if "//" in named else named)
