"""Security headers on everything that is answered (abuse case A36), and no cookie for visitors (A15)."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from cms.palette.models import stylesheet, stylesheet_version
from cms.seo import views as seo_views
from tests.factories import ButtonFactory, ContentPageFactory, DocumentFactory, ImageFactory
from tests.showcase import show_everything

PLAYERS = {"https://www.youtube-nocookie.com", "https://player.vimeo.com", "https://geo.dailymotion.com"}


def policy(answer) -> dict[str, set[str]]:
    directives = (directive.split() for directive in answer["Content-Security-Policy"].split(";"))
    return {name: set(sources) for name, *sources in directives}


def consume(answer):
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


@pytest.fixture
def addresses(home) -> dict[str, tuple[str, int]]:
    """One address of each kind of answer, with its status."""
    return {
        "page": ("/", 200),
        "not found": ("/no-such-page/", 404),
        "no slash": (ContentPageFactory(parent=home).get_url().rstrip("/"), 301),
        "button": (ButtonFactory().get_absolute_url(), 302),
        "unknown button": ("/go/no-such-button/", 404),
        "search": ("/search/?q=x", 200),
        "robots": ("/robots.txt", 200),
        "sitemap": ("/sitemap.xml", 200),
        "palette": (f"/site-{stylesheet_version(stylesheet())}.css", 200),
        "image": (ImageFactory().renditions.first().url, 200),
        "no image": ("/media/images/no-such-image.png", 404),
        "image outside": ("/media/images/..%2f..%2fsecret", 400),
        "document": (DocumentFactory().url, 200),
        "log-in": (reverse("wagtailadmin_login"), 200),
        "admin": (reverse("wagtailadmin_home"), 302),
        "old address": ("/?p=1", 200),
    }


def test_every_answer_carries_the_headers(addresses, client):
    for name, (path, status) in addresses.items():
        answer = consume(client.get(path))
        assert answer.status_code == status, name
        assert answer["X-Content-Type-Options"] == "nosniff", name
        assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin", name
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", name
        directives = policy(answer)
        if name == "document":  # Wagtail's own policy for files: nothing in them may do anything
            assert directives["default-src"] == {"'none'"}
            assert "sandbox" in directives or answer["X-Frame-Options"] == "DENY"
            continue
        assert directives["frame-ancestors"] == {"'self'"}, name
        assert directives["object-src"] == {"'none'"}, name
        assert directives["base-uri"] == {"'none'"}, name


def test_the_public_policy_is_strict(addresses, client):
    public = [
        (name, path)
        for name, (path, _status) in addresses.items()
        if name not in ("log-in", "admin", "document")
    ]
    for name, path in public:
        directives = policy(consume(client.get(path)))
        assert directives["default-src"] == {"'none'"}, name
        assert directives["script-src"] == {"'self'"}, name
        assert directives["style-src"] == {"'self'"}, name
        assert directives["form-action"] == {"'self'"}, name
        assert directives.pop("frame-src") == PLAYERS, "the players that a reader may open"
        allowed = set().union(*directives.values())
        assert allowed <= {"'self'", "'none'", "data:"}, "nothing inline, nothing from elsewhere, no nonce"
        assert "worker-src" not in directives


def test_the_admin_may_do_more_but_nothing_from_elsewhere(addresses, client, admin_client):
    for answer in (client.get(reverse("wagtailadmin_login")), admin_client.get(reverse("wagtailadmin_home"))):
        directives = policy(answer)
        assert "'unsafe-inline'" in directives["script-src"]
        assert "'unsafe-inline'" in directives["style-src"]
        assert "'unsafe-eval'" not in directives["script-src"]
        assert set().union(*directives.values()) <= {"'self'", "'none'", "'unsafe-inline'", "data:", "blob:"}


@pytest.mark.parametrize("path", ["/administration/", "/x/admin/", "/admin-x/", "/Admin/"])
def test_only_the_admin_itself_gets_the_looser_policy(home, client, path):
    assert policy(client.get(path))["script-src"] == {"'self'"}


def test_an_error_carries_the_headers_too(home, monkeypatch):
    def fail(*_args, **_kwargs):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(seo_views, "reverse", fail)
    answer = Client(raise_request_exception=False).get("/robots.txt")
    assert answer.status_code == 500
    assert "secret detail" not in answer.content.decode()
    assert "Something went wrong" in answer.content.decode()
    assert policy(answer)["default-src"] == {"'none'"}
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"]


def test_static_files_carry_the_headers(db, settings, tmp_path: Path):
    (tmp_path / "site.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
    settings.STATIC_ROOT = str(tmp_path)
    answer = Client().get("/static/site.svg")
    assert answer.status_code == 200
    assert b"onload" in b"".join(answer.streaming_content)
    assert policy(answer)["script-src"] == {"'self'"}
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"]


def test_visitors_get_no_cookie_anywhere(home, addresses):
    pages = show_everything(home)
    paths = [
        *pages.values(),
        *(path for name, (path, _status) in addresses.items() if name not in ("log-in", "admin")),
    ]
    for path in paths:
        client = Client(headers={"User-Agent": "Mozilla/5.0 Firefox/140.0"})
        for _visit in range(2):
            answer = consume(client.get(path))
            assert not answer.cookies, path
        assert not client.cookies, path


def test_a_forged_host_reaches_no_answer(home, client, settings):
    """Abuse case A23."""
    settings.ALLOWED_HOSTS = ["www.example.org"]
    for headers in ({"Host": "evil.example"}, {"Host": "www.example.org@evil.example"}):
        assert client.get("/", headers=headers).status_code == 400
    for path in ("/", "/robots.txt", "/sitemap.xml"):
        answer = client.get(path, headers={"Host": "www.example.org", "X-Forwarded-Host": "evil.example"})
        assert answer.status_code == 200
        assert "evil.example" not in answer.content.decode()


def test_production_sends_visitors_to_https(home, client, settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get("/")
    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/")
    settings.SECURE_HSTS_SECONDS = 31_536_000
    assert "max-age=31536000" in Client().get("/", secure=True)["Strict-Transport-Security"]
