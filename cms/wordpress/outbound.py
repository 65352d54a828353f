"""One request to a server out there: only to addresses that were checked, and with an end.

What an export names may lead anywhere, so nothing is taken on trust: not the name (each of its addresses is checked, and
the connection goes to the checked address, so that a second answer of the name server changes nothing), not the length,
not the time. Environment variables that name a proxy are not read. Rules: OWASP ASVS 5.0, 1.3.6 and 15.3.2.
"""

from __future__ import annotations

import dataclasses
import io
import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPResponse
from typing import Any
from urllib.parse import quote

from cms.wordpress.addresses import split

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
DEFAULT_PORTS = {"http": 80, "https": 443}
USER_AGENT = "health-service-cms (WordPress import)"
BUFFER = 64 * 1024
_MAX_URL = 2000
_PATH_CHARACTERS = "/%:@!$&'()*+,;=~"
_UNICAST = ipaddress.ip_network("2000::/3")
_NEVER = [  # public by number, but tunnels, documentation, or a hosting provider's own services
    ipaddress.ip_network(network)
    for network in (
        "168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24",
        "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
    )
]  # fmt: skip
_INTRANET = [
    ipaddress.ip_network(network)
    for network in ("10.0.0.0/8", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")
]


class RefusedError(Exception):
    """An address is not asked, whatever it would answer; the message says why."""


class NoAnswerError(Exception):
    """A server could not be asked, or broke off; another try may help."""


@dataclasses.dataclass(frozen=True)
class Target:
    """Where a request goes; ``host`` is in ASCII, ``path`` holds the query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def netloc(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


def parse(url: str) -> Target:
    """Read an address as one to be asked; raises RefusedError for anything but plain http and https."""
    if len(url) > _MAX_URL or re.search(r"[\x00-\x1f\x7f\\]", url):
        raise RefusedError("its address is not one that a browser would take.")
    parts = split(url.strip())
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise RefusedError("its address is not an http or https address.")
    if "@" in parts.netloc:
        raise RefusedError("its address holds a user name or password.")
    try:
        host = parts.hostname.rstrip(".").encode("idna").decode("ascii")
    except UnicodeError as error:
        raise RefusedError("its address names no host.") from error
    if not re.fullmatch(r"[a-z0-9._-]+|[0-9a-f:.]+", host):
        raise RefusedError("its address names no host.")
    path = quote(parts.path or "/", safe=_PATH_CHARACTERS)
    query = f"?{quote(parts.query, safe=_PATH_CHARACTERS + '?')}" if parts.query else ""
    port = DEFAULT_PORTS[parts.scheme] if parts.port is None else parts.port
    return Target(parts.scheme, host, port, path + query)


def is_allowed(text: str, private: bool = False) -> bool:
    """Tell whether a numeric address is a public one; with ``private``, an ordinary one of an intranet too."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if private and any(address in network for network in _INTRANET):
        return True
    if any(address in network for network in _NEVER):
        return False
    if isinstance(address, ipaddress.IPv6Address):
        return address in _UNICAST and address.is_global
    return address.is_global and not address.is_multicast and not address.is_reserved


def look_up(host: str, port: int) -> list[str]:
    """Give every address of a name, each once; raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def connect(address: str, port: int, timeout: float) -> socket.socket:
    """Connect to a numeric address; raises OSError."""
    return socket.create_connection((address, port), timeout)


@dataclasses.dataclass(frozen=True)
class Line:
    """How servers are reached; ``patience`` is the time for one read, in seconds. Tests put their own parts in."""

    private: bool = False
    patience: float = 20
    look_up: Callable[[str, int], list[str]] = look_up
    connect: Callable[[str, int, float], socket.socket] = connect
    tls: ssl.SSLContext = dataclasses.field(default_factory=ssl.create_default_context)

    @contextmanager
    def get(self, target: Target, deadline: float) -> Iterator[HTTPResponse]:
        """Ask for a file; the answer's redirects are not followed. ``deadline`` is a moment of ``time.monotonic``.

        Raises RefusedError for a private address or a wrong certificate, NoAnswerError for what may be over later.
        """
        try:
            with self._open(target, deadline) as sock:
                sock.sendall(_request(target))
                response = HTTPResponse(_Timed(sock, deadline, self.patience), method="GET")  # type: ignore[arg-type]  # has what of a socket is used
                with response:
                    response.begin()
                    yield response
        except ssl.SSLCertVerificationError as error:
            raise RefusedError(
                f"the certificate of {target.host} is not valid ({error.verify_message})."
            ) from error
        except TimeoutError as error:
            raise NoAnswerError(f"{target.host} took too long to answer.") from error
        except OSError as error:
            raise NoAnswerError(f"{target.host} cannot be reached ({error.strerror or error}).") from error

    def addresses(self, target: Target) -> list[str]:
        """Give the addresses of a host; raises RefusedError if a single one of them is not to be asked."""
        found = self.look_up(target.host, target.port)
        for address in found:
            if not is_allowed(address, self.private):
                raise RefusedError(
                    f"{target.host} leads to {address}, which is not an address of the public internet."
                )
        return found

    def _open(self, target: Target, deadline: float) -> socket.socket:
        sock = self._reach(target, deadline)
        if target.scheme != "https":
            return sock
        try:
            return self.tls.wrap_socket(sock, server_hostname=target.host)
        except BaseException:
            sock.close()
            raise

    def _reach(self, target: Target, deadline: float) -> socket.socket:
        """Connect to the first address that answers: to the address itself, so that no name is looked up again."""
        failure = OSError(f"no address is known for {target.host}")
        for address in self.addresses(target):
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            try:
                return self.connect(address, target.port, min(left, self.patience))
            except OSError as error:
                failure = error
        raise failure


class _Timed(io.RawIOBase):
    """A socket as http.client reads it; neither one read nor all of them together may take longer than they may."""

    def __init__(self, sock: socket.socket, deadline: float, patience: float) -> None:
        super().__init__()
        self._sock = sock
        self._deadline = deadline
        self._patience = patience

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self, BUFFER)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(min(left, self._patience))
        return self._sock.recv_into(buffer)


def _request(target: Target) -> bytes:
    lines = (
        f"GET {target.path} HTTP/1.1",
        f"Host: {target.netloc}",
        f"User-Agent: {USER_AGENT}",
        "Accept: */*",
        "Accept-Encoding: identity",
        "Connection: close",
    )
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode("ascii")
