"""Whether visitors are asked to come back later: a variable of the environment, or a file that a command writes."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def is_on() -> bool:
    return bool(settings.MAINTENANCE) or _file().exists()


def turn_on() -> None:
    _file().touch()


def turn_off() -> None:
    _file().unlink(missing_ok=True)


def _file() -> Path:
    return Path(settings.MAINTENANCE_FILE)
