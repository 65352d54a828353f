"""Icon names of the plugin's font (Font Awesome 4, later Fork Awesome) as icons of this site."""

from __future__ import annotations

import re

_ICONS = (
    ("arrow-right", r"(long-)?arrow(-circle)?(-o)?-right|(chevron|angle|caret|angle-double)(-circle)?-right|hand-o-right|sign-in"),
    ("calendar", r"calendar(-.*)?"),
    ("check", r"check(-.*)?|thumbs-(o-)?up"),
    ("clock", r"clock(-o)?|time|history|hourglass(-.*)?"),
    ("document", r"file(-.*)?|files-o|book|newspaper-o|clipboard|edit|pencil(-.*)?|sticky-note(-o)?"),
    ("download", r"(cloud-)?download|arrow-circle-o-down"),
    ("envelope", r"envelope(-.*)?|at|paper-plane(-o)?|mail.*"),
    ("external", r"external-link(-.*)?|share(-.*)?|link"),
    ("heart", r"heart(-o)?|heartbeat"),
    ("home", r"home"),
    ("hospital", r"hospital(-o)?|h-square|ambulance|building(-o)?"),
    ("info", r"info(-.*)?|bullhorn|lightbulb(-o)?"),
    ("list", r"(th-)?list(-.*)?|bars|navicon|reorder|tasks"),
    ("map-pin", r"map(-.*)?|location-arrow|compass|globe"),
    ("phone", r"phone(-.*)?|mobile(-.*)?|whatsapp|tty"),
    ("play", r"(youtube-)?play(-.*)?"),
    ("question", r"question(-.*)?|support|life-ring|comment(s)?(-o)?|commenting(-o)?"),
    ("search", r"search(-.*)?|binoculars"),
    ("star", r"star(-.*)?"),
    ("stethoscope", r"stethoscope|user-md|medkit|plus-square(-o)?"),
    ("user", r"user(-o|-circle(-o)?|-plus)?|male|female|child|(address|id)-card(-o)?"),
    ("users", r"users|group|handshake-o"),
    ("video", r"video-camera|film|camera|television|tv|desktop"),
    ("warning", r"warning|exclamation(-.*)?|bell(-o)?"),
)  # fmt: skip


def icon_for(name: str) -> str:
    """Give the icon that means the same, "" where there is none."""
    return next((icon for icon, pattern in _ICONS if re.fullmatch(pattern, name)), "")
