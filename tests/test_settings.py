"""Settings: safe without thinking, and a clear sentence where something is missing."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VARIABLES = (
    "SECRET_KEY",
    "DATABASE_URL",
    "REDIS_URL",
    "DJANGO_SETTINGS_MODULE",
    "ALLOWED_HOSTS",
    "HTTPS",
    "MEDIA_ROOT",
    "DJANGO_ALLOW_ASYNC_UNSAFE",
)


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**clean, **environment},
    )


def test_manage_works_without_any_variable():
    result = manage("check")
    assert result.returncode == 0, result.stderr


def test_production_without_secret_key_stops_with_a_sentence():
    result = manage("check", DJANGO_SETTINGS_MODULE="cms.settings.base")
    assert result.returncode != 0
    assert "SECRET_KEY is not set" in result.stderr
    assert "Traceback" not in result.stderr


def test_production_settings_pass_the_deployment_check():
    result = manage(
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        DJANGO_SETTINGS_MODULE="cms.settings.base",
        SECRET_KEY="a-key-with-many-different-characters-0123456789-abcdefghijk",
        ALLOWED_HOSTS="www.example.org",
        BASE_URL="https://www.example.org",
    )
    assert result.returncode == 0, result.stderr


def test_a_run_with_its_own_database_and_media_touches_nothing_else(tmp_path):
    before = {path.name for path in ROOT.iterdir()}
    result = manage(
        "migrate",
        "--verbosity=0",
        DATABASE_URL=f"sqlite:///{tmp_path}/db.sqlite3",
        MEDIA_ROOT=str(tmp_path / "media"),
    )
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "db.sqlite3").exists()
    assert {path.name for path in ROOT.iterdir()} == before


def test_models_and_migrations_agree():
    result = manage("makemigrations", "--check", "--dry-run")
    assert result.returncode == 0, result.stdout


def test_sqlite_waits_and_reads_while_somebody_writes(db):
    from django.db import connection

    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone()[0] == "wal"
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone()[0] >= 5000
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
