"""Fetching files of the old site: over real sockets on this machine, against servers of every kind."""

import gzip
import itertools
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from contextlib import closing

import pytest

from cms.wordpress import fetch
from cms.wordpress.fetch import Fetcher, FetchError, FetchRefusedError, Limits
from cms.wordpress.outbound import Line, is_allowed, parse
from tests.wordpress.webserver import WebServer, content, in_turn, redirect, status, stream

PUBLIC = "93.184.215.14"
TLS = ssl.create_default_context()  # reading the certificates of this machine takes long


@pytest.fixture
def server():
    with WebServer() as server:
        yield server


class Wire:
    """Stands for the internet: names have the addresses that a test gives, and public ones end at its server."""

    def __init__(self, server: WebServer) -> None:
        self.server = server
        self.names: dict[str, list[list[str]]] = {"old.example": [[PUBLIC]]}
        self.connected: list[tuple[str, int]] = []

    def look_up(self, host: str, _port: int) -> list[str]:
        answers = self.names.get(host)
        if answers is None:
            raise socket.gaierror(-2, "Name or service not known")
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def connect(self, address: str, port: int, timeout: float) -> socket.socket:
        self.connected.append((address, port))
        return socket.create_connection(("127.0.0.1", self.server.port), timeout)


@pytest.fixture
def wire(server):
    return Wire(server)


@pytest.fixture
def fetcher(wire, tmp_path):
    """Make a fetcher of old.example; time passes only as its tests say."""

    def make(*hosts, limits=None, waits=None, **line):
        line = Line(**{"look_up": wire.look_up, "connect": wire.connect, "patience": 5, "tls": TLS, **line})
        waited = [] if waits is None else waits
        return Fetcher(
            hosts or ("old.example",), tmp_path / "files", line=line, limits=limits, sleep=waited.append
        )

    return make


def left_over(fetcher):
    return [path.name for path in fetcher.folder.iterdir()]


class TestAFile:
    def test_it_is_fetched_once(self, server, wire, fetcher):
        server.answers["/wp-content/uploads/a.png"] = content(b"PNG data")
        one = fetcher()
        url = "http://old.example/wp-content/uploads/a.png"
        assert one.get(url).read_bytes() == b"PNG data"
        assert one.get(url).read_bytes() == b"PNG data"
        assert server.asked == ["/wp-content/uploads/a.png"]
        assert server.hosts == ["old.example"]
        assert wire.connected == [(PUBLIC, 80)]

    @pytest.mark.parametrize("host", ["old.example", "www.old.example", "OLD.example", "old.example."])
    def test_the_host_counts_in_any_spelling(self, server, wire, fetcher, host):
        wire.names["www.old.example"] = [[PUBLIC]]
        server.answers["/a"] = content(b"x")
        assert fetcher("www.old.example").get(f"http://{host}/a").read_bytes() == b"x"

    @pytest.mark.parametrize("named", ["https://www.old.example/blog", "//old.example", "Old.Example:443"])
    def test_a_host_may_be_named_as_people_write_it(self, server, fetcher, named):
        server.answers["/a"] = content(b"x")
        assert fetcher(named).get("http://old.example/a").read_bytes() == b"x"

    def test_a_name_beyond_ascii_is_written_as_the_network_does(self, server, wire, fetcher):
        wire.names["xn--klinik-bro-heb.example"] = [[PUBLIC]]
        server.answers["/gr%C3%BC%C3%9Fe%20a.png?w=1"] = content(b"x")
        one = fetcher("klinik-büro.example")
        assert one.get("http://klinik-büro.example/grüße a.png?w=1").read_bytes() == b"x"

    def test_a_port_counts_as_part_of_the_host(self, server, wire, fetcher):
        server.answers["/a"] = content(b"x")
        assert fetcher("old.example:8080").get("http://old.example:8080/a").read_bytes() == b"x"
        assert server.hosts == ["old.example:8080"]
        with pytest.raises(FetchRefusedError, match=r"old\.example:8081 is not a host"):
            fetcher("old.example:8080").get("http://old.example:8081/a")

    def test_what_another_run_fetched_is_not_asked_for_again(self, server, fetcher):
        for number in range(6):
            server.answers[f"/{number}"] = content(f"file {number}".encode())
        urls = [f"http://old.example/{number}" for number in range(6)]
        for url in urls[:3]:
            fetcher().get(url)
        (fetcher().folder / "killed.part").write_bytes(b"ha")
        server.asked.clear()
        assert [fetcher().get(url).read_bytes() for url in urls] == [f"file {n}".encode() for n in range(6)]
        assert server.asked == ["/3", "/4", "/5"]

    def test_half_files_of_old_runs_are_cleared_away(self, fetcher):
        folder = fetcher().folder
        for name, age in (("old.part", 7200), ("of-a-run-under-way.part", 0)):
            (folder / name).write_bytes(b"ha")
            then = time.time() - age

            os.utime(folder / name, (then, then))
        assert left_over(fetcher()) == ["of-a-run-under-way.part"]

    def test_proxies_of_the_environment_are_not_asked(self, server, fetcher, monkeypatch):
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
        server.answers["/a"] = content(b"x")
        assert fetcher().get("http://old.example/a").read_bytes() == b"x"


class TestRedirects:
    def test_they_are_followed_within_the_site(self, server, fetcher):
        server.answers["/a"] = redirect("/b")
        server.answers["/b"] = redirect("http://www.old.example/c")
        server.answers["/c"] = content(b"here")
        with pytest.raises(FetchError, match="cannot be reached"):
            fetcher().get("http://old.example/a")  # www has no address

    def test_to_a_file_of_the_site(self, server, wire, fetcher):
        wire.names["www.old.example"] = [[PUBLIC]]
        server.answers["/a"] = redirect("http://www.old.example/c")
        server.answers["/c"] = content(b"here")
        assert fetcher().get("http://old.example/a").read_bytes() == b"here"

    @pytest.mark.parametrize(
        "target",
        [
            "http://elsewhere.example/", "http://169.254.169.254/latest/meta-data/", "http://127.0.0.1/", "http://[::1]/",
            "http://2130706433/", "http://0x7f.1/", "http://old.example:22/", "file:///etc/passwd", "gopher://old.example/",
            "http://old.example@127.0.0.1/", "//127.0.0.1/", "ftp://old.example/a", "http://[fe80::1%25eth0]/",
        ],
    )  # fmt: skip
    def test_they_do_not_lead_elsewhere(self, server, wire, fetcher, target):
        server.answers["/a"] = redirect(target)
        one = fetcher()
        with pytest.raises(FetchRefusedError):
            one.get("http://old.example/a")
        assert len(wire.connected) == 1
        assert left_over(one) == []

    def test_a_named_host_that_leads_inside_is_refused_after_a_redirect_too(self, server, wire, fetcher):
        wire.names["cdn.example"] = [["10.0.0.7"]]
        server.answers["/a"] = redirect("http://cdn.example/a")
        with pytest.raises(FetchRefusedError, match=r"cdn\.example leads to 10\.0\.0\.7"):
            fetcher("old.example", "cdn.example").get("http://old.example/a")
        assert len(wire.connected) == 1

    def test_a_loop_ends(self, server, fetcher):
        server.answers["/a"] = redirect("/a")
        with pytest.raises(FetchError, match="redirected more than 5 times"):
            fetcher().get("http://old.example/a")
        assert len(server.asked) == 6

    def test_one_that_leads_nowhere(self, server, fetcher):
        server.answers["/a"] = status(302)
        with pytest.raises(FetchError, match="redirected more than 5 times"):
            fetcher().get("http://old.example/a")


class TestAddresses:
    @pytest.mark.parametrize(
        "address",
        [
            "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.8.9.1", "168.63.129.16",  # noqa: S104  addresses to refuse, none to listen on
            "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1",
            "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
            "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:93.184.215.14", "64:ff9b::7f00:1", "64:ff9b:1::1",
            "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0",
            "fec0::1", "ff02::1", "100::1", "5f00::1", "", "old.example", "2130706433",
        ],
    )  # fmt: skip
    def test_private_ones_are_refused(self, wire, fetcher, address):
        wire.names["old.example"] = [[address]]
        one = fetcher()
        with pytest.raises(FetchRefusedError, match="not an address of the public internet"):
            one.get("http://old.example/a")
        assert wire.connected == []

    @pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
    def test_public_ones_are_asked(self, address):
        assert is_allowed(address)

    @pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "192.168.0.1", "::1", "fd00::1"])
    def test_those_of_an_intranet_only_where_somebody_said_so(self, address):
        assert is_allowed(address, private=True)
        assert not is_allowed(address)

    @pytest.mark.parametrize(
        "address",
        ["169.254.169.254", "224.0.0.1", "0.0.0.0", "fe80::1", "::", "255.255.255.255"],  # noqa: S104  addresses to refuse, none to listen on
    )
    def test_some_never(self, address):
        assert not is_allowed(address, private=True)

    def test_one_private_among_public_ones_is_enough(self, wire, fetcher):
        wire.names["old.example"] = [[PUBLIC, "10.0.0.7"]]
        with pytest.raises(FetchRefusedError, match=r"10\.0\.0\.7"):
            fetcher().get("http://old.example/a")
        assert wire.connected == []

    def test_the_address_that_was_checked_is_the_one_that_is_asked(self, server, wire, fetcher):
        """A name server that gives another address the second time (DNS rebinding) gains nothing."""
        wire.names["old.example"] = [[PUBLIC], ["127.0.0.1"]]
        server.answers["/a"] = content(b"x")
        server.answers["/b"] = content(b"x")
        fetcher().get("http://old.example/a")
        assert wire.connected == [(PUBLIC, 80)]
        with pytest.raises(FetchRefusedError):
            fetcher().get("http://old.example/b")
        assert wire.connected == [(PUBLIC, 80)]

    @pytest.mark.parametrize(
        "host", ["127.0.0.1", "[::1]", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost", "10.0.0.1"]
    )  # fmt: skip
    def test_an_export_cannot_name_this_machine_as_its_site(self, host, tmp_path, server):
        server.answers["/a"] = content(b"secret")
        one = Fetcher([f"{host}:{server.port}", host], tmp_path, line=Line(tls=TLS))
        with pytest.raises(FetchError):
            one.get(f"http://{host}:{server.port}/a")
        assert server.asked == []

    def test_the_next_address_is_tried(self, server, wire, fetcher):
        wire.names["old.example"] = [["2606:2800:21f:cb07:6820:80da:af6b:8b2c", PUBLIC]]
        server.answers["/a"] = content(b"x")

        def only_version_4(address, port, timeout):
            if ":" in address:
                raise OSError(101, "Network is unreachable")
            return wire.connect(address, port, timeout)

        assert fetcher(connect=only_version_4).get("http://old.example/a").read_bytes() == b"x"


class TestUrls:
    @pytest.mark.parametrize(
        "url",
        [
            "file:///etc/passwd", "ftp://old.example/a", "gopher://old.example/", "javascript:alert(1)", "data:,x", "",
            "/wp-content/uploads/a.png", "http://", "http:///a", "http://[x/", "http://old.example:99999/", "http://old.example:x/",
            "http://user:secret@old.example/a", "http://old.example@evil.example/", "http://evil.example/?old.example",
            "http://old.example.evil.example/", "http://evilold.example/", "http://old.example:22/", "http://old.example:6379/",
            "http://old.example/a\r\nX-Evil: 1", "http://old.example\r\n/", "http://old.example/\x00", "http://old.example\\@evil.example/",
            "http://..old.example/", "http://old example/", "http://old.example/" + "a" * 3000,
        ],
    )  # fmt: skip
    def test_what_is_not_an_address_of_the_site_is_not_asked_for(self, server, wire, fetcher, url):
        one = fetcher()
        with pytest.raises(FetchRefusedError):
            one.get(url)
        assert not one.allows(url)
        assert wire.connected == []
        assert server.asked == []

    def test_who_wants_a_file_of_another_host_is_told_how(self, fetcher):
        with pytest.raises(FetchRefusedError, match=r"cdn\.example is not a host .* --fetch-host"):
            fetcher().get("https://cdn.example/a.png")

    def test_a_path_stays_as_the_server_knows_it(self):
        assert parse("http://old.example/a%20b/ü,(1)+x.png").path == "/a%20b/%C3%BC,(1)+x.png"


class TestFailures:
    @pytest.mark.parametrize("code", [403, 404, 410])
    def test_a_file_that_is_gone_is_asked_for_once(self, server, fetcher, code):
        server.answers["/a"] = status(code)
        one = fetcher()
        with pytest.raises(FetchError, match=f"answers {code}"):
            one.get("http://old.example/a")
        assert server.asked == ["/a"]
        assert left_over(one) == []

    @pytest.mark.parametrize(
        "body",
        [
            b"<!DOCTYPE html><title>Not found</title>", b"\xef\xbb\xbf\n <!-- x --> <html><body>", b"<HTML>",
        ],
    )  # fmt: skip
    def test_a_web_page_in_place_of_the_file_is_recognised(self, server, fetcher, body):
        server.answers["/a.png"] = content(body, Content_Type="image/png")
        one = fetcher()
        with pytest.raises(FetchError, match="answers with a web page"):
            one.get("http://old.example/a.png")
        assert left_over(one) == []

    def test_a_drawing_is_no_web_page(self, server, fetcher):
        server.answers["/a.svg"] = content(b"<?xml version='1.0'?><!-- <html> --><svg/>")
        assert fetcher().get("http://old.example/a.svg").exists()

    def test_trouble_of_the_server_is_tried_again(self, server, fetcher):
        waits = []
        server.answers["/a"] = in_turn(status(502), status(500), content(b"x"))
        assert fetcher(waits=waits).get("http://old.example/a").read_bytes() == b"x"
        assert waits == [1, 2]

    def test_but_not_for_ever(self, server, fetcher):
        server.answers["/a"] = status(500)
        with pytest.raises(FetchError, match="answers 500"):
            fetcher().get("http://old.example/a")
        assert len(server.asked) == 3

    @pytest.mark.parametrize(
        ("header", "wait"), [("7", 7), ("100000", 60), ("Fri, 01 Jan 2027 00:00:00 GMT", 5)]
    )
    def test_a_server_that_asks_for_time_gets_it_once(self, server, fetcher, header, wait):
        waits = []
        server.answers["/a"] = in_turn(status(429, Retry_After=header), content(b"x"))
        server.answers["/b"] = status(503, Retry_After=header)
        one = fetcher(waits=waits)
        assert one.get("http://old.example/a").read_bytes() == b"x"
        with pytest.raises(FetchError, match="answers 503"):
            one.get("http://old.example/b")
        assert waits == [wait, wait]
        assert server.asked == ["/a", "/a", "/b", "/b"]

    def test_a_server_that_breaks_off_is_asked_again(self, server, fetcher):
        server.answers["/a"] = in_turn(content(b"half", length=8), content(b"complete"))
        assert fetcher().get("http://old.example/a").read_bytes() == b"complete"

    def test_a_length_that_is_never_reached_is_no_file(self, server, fetcher):
        server.answers["/a"] = content(b"half", length=8)
        one = fetcher()
        with pytest.raises(FetchError, match="broke off after 4 of 8 bytes"):
            one.get("http://old.example/a")
        assert left_over(one) == []

    def test_an_empty_file_is_none(self, server, fetcher):
        server.answers["/a"] = content(b"")
        with pytest.raises(FetchError, match="empty"):
            fetcher().get("http://old.example/a")

    def test_packed_answers_are_not_unpacked(self, server, fetcher):
        server.answers["/a"] = content(gzip.compress(b"0" * 10_000_000), Content_Encoding="gzip")
        one = fetcher()
        with pytest.raises(FetchError, match="packed"):
            one.get("http://old.example/a")
        assert left_over(one) == []

    @pytest.mark.parametrize(
        "answer",
        [
            b"SSH-2.0-OpenSSH_9.2\r\n" * 3,
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nhello",
            b"HTTP/1.1 abc OK\r\n\r\n",
            b"",
        ],
    )
    def test_what_does_not_answer_as_a_web_server(self, server, fetcher, answer):
        server.answers["/a"] = lambda handler: handler.wfile.write(answer)
        one = fetcher()
        with pytest.raises(FetchError, match="could not be fetched"):
            one.get("http://old.example/a")
        assert left_over(one) == []

    def test_endless_headers_end(self, server, fetcher):
        def answer(handler):
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for number in itertools.count():
                handler.wfile.write(f"X-{number}: {'y' * 1000}\r\n".encode())

        server.answers["/a"] = answer
        with pytest.raises(FetchError):
            fetcher().get("http://old.example/a")

    def test_a_host_that_never_answers_is_given_up(self, wire, fetcher):
        def connect(address, port, timeout):
            wire.connected.append((address, port))
            raise ConnectionRefusedError(111, "Connection refused")

        one = fetcher(connect=connect)
        for number in range(8):
            with pytest.raises(FetchError):
                one.get(f"http://old.example/{number}")
        assert len(wire.connected) == fetch.SILENT_AFTER
        with pytest.raises(FetchError, match="did not answer 10 times"):
            one.get("http://old.example/last")

    def test_a_full_disk_is_named(self, server, fetcher, monkeypatch):
        def full(*_args, **_kwargs):
            raise OSError(28, "No space left on device")

        one = fetcher()
        monkeypatch.setattr(fetch.tempfile, "mkstemp", full)
        with pytest.raises(FetchError, match="No space left"):
            one.get("http://old.example/a")


class TestLimits:
    def test_a_file_that_says_that_it_is_large_is_not_read(self, server, fetcher):
        server.answers["/a"] = content(b"x", length=10 * 1024**3)
        with pytest.raises(FetchError, match="larger than 1 MB"):
            fetcher(limits=Limits(file_bytes=1024**2)).get("http://old.example/a")

    def test_a_file_that_never_ends_is_cut(self, server, fetcher):
        server.answers["/a"] = stream(itertools.repeat(b"x" * 65536))
        one = fetcher(limits=Limits(file_bytes=1024**2))
        with pytest.raises(FetchError, match="larger than 1 MB"):
            one.get("http://old.example/a")
        assert left_over(one) == []

    def test_a_length_that_is_too_small_cuts_the_file(self, server, fetcher):
        server.answers["/a"] = content(b"x" * 5_000_000, length=4)
        assert fetcher(limits=Limits(file_bytes=1024**2)).get("http://old.example/a").read_bytes() == b"xxxx"

    def test_a_file_that_trickles_ends_with_its_time(self, server, fetcher):
        def drops():
            while True:
                time.sleep(0.05)
                yield b"x"

        server.answers["/a"] = stream(drops())
        with pytest.raises(FetchError, match="took too long"):
            fetcher(limits=Limits(file_seconds=0.4)).get("http://old.example/a")

    def test_headers_that_trickle_end_with_its_time(self, server, fetcher):
        def answer(handler):
            while True:
                time.sleep(0.05)
                handler.wfile.write(b"H")

        server.answers["/a"] = answer
        with pytest.raises(FetchError, match="took too long"):
            fetcher(limits=Limits(file_seconds=0.4)).get("http://old.example/a")

    def test_silence_is_waited_for_only_so_long(self, server, fetcher):
        done = threading.Event()
        server.answers["/a"] = lambda _handler: done.wait(10)
        with pytest.raises(FetchError, match="took too long"):
            fetcher(patience=0.1).get("http://old.example/a")
        done.set()
        assert len(server.asked) == 3

    def test_a_run_fetches_only_so_much(self, server, fetcher):
        for name in "abc":
            server.answers[f"/{name}"] = content(b"x" * 1000)
        by_size = fetcher(limits=Limits(total_bytes=1500))
        by_size.get("http://old.example/a")
        by_size.get("http://old.example/b")
        with pytest.raises(FetchError, match="Run it again"):
            by_size.get("http://old.example/c")
        by_number = fetcher(limits=Limits(files=0))
        assert by_number.get("http://old.example/a").exists(), "what is here counts for nothing"
        with pytest.raises(FetchError, match="Run it again"):
            by_number.get("http://old.example/c")


class TestSeveralAtOnce:
    def test_they_come_side_by_side_and_in_order(self, server, fetcher):
        together = threading.Barrier(fetch.THREADS, timeout=10)
        urls = [f"http://old.example/{number}" for number in range(fetch.THREADS)]

        def answer(handler):
            together.wait()
            content(handler.path.encode())(handler)

        for number in range(fetch.THREADS):
            server.answers[f"/{number}"] = answer
        one = fetcher()
        got = [work.result().read_bytes().decode() for _url, work in one.ahead(urls, one.get)]
        assert got == [f"/{number}" for number in range(fetch.THREADS)]

    def test_a_failure_costs_only_itself(self, server, fetcher):
        server.answers |= {f"/{number}": content(b"x") for number in range(30) if number != 3}
        one = fetcher()
        works = [work for _url, work in one.ahead((f"http://old.example/{n}" for n in range(30)), one.get)]
        assert [number for number, work in enumerate(works) if work.exception()] == [3]

    def test_leaving_early_stops_what_is_under_way(self, server, fetcher):
        def drops():
            while True:
                time.sleep(0.01)
                yield b"x" * 100

        server.answers["/0"] = content(b"x")
        for number in range(1, 40):
            server.answers[f"/{number}"] = stream(drops())
        one = fetcher()
        began = time.monotonic()
        with closing(one.ahead((f"http://old.example/{n}" for n in range(40)), one.get)) as files:
            next(files)
        assert time.monotonic() - began < 5, "no download is waited for to its end"
        assert [name for name in left_over(one) if name.endswith(".part")] == []
        assert len(server.asked) < 30


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of old.example, signed by itself."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=old.example",
            "-addext", "subjectAltName=DNS:old.example", "-keyout", folder / "key.pem", "-out", folder / "cert.pem",
        ],
        check=True, capture_output=True,
    )  # fmt: skip
    return folder


class TestTls:
    @pytest.fixture
    def server(self, certificate):
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
        with WebServer(tls) as server:
            server.answers["/a"] = content(b"x")
            yield server

    @pytest.fixture
    def tls(self, certificate):
        return ssl.create_default_context(cafile=certificate / "cert.pem")

    def test_the_certificate_is_checked_by_the_name_not_by_the_address(self, server, wire, fetcher, tls):
        assert fetcher(tls=tls).get("https://old.example/a").read_bytes() == b"x"
        assert wire.connected == [(PUBLIC, 443)]
        assert server.hosts == ["old.example"]

    def test_that_of_another_name_is_refused(self, server, wire, fetcher, tls):
        wire.names["other.example"] = [[PUBLIC]]
        with pytest.raises(FetchRefusedError, match=r"certificate of other\.example is not valid"):
            fetcher("other.example", tls=tls).get("https://other.example/a")
        assert server.asked == []

    def test_one_that_nobody_vouches_for_is_refused(self, server, fetcher):
        with pytest.raises(FetchRefusedError, match=r"certificate of old\.example is not valid"):
            fetcher().get("https://old.example/a")
        assert server.asked == []
