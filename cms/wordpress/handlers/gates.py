"""Content that not everybody may see: ``[su_members]``, ``[su_private]``, ``[su_guests]``, ``[su_scheduler]``.

Access is never widened: what cannot be read hides, and what stands where no gate can stand is left out.
"""

from __future__ import annotations

import functools
import html
import re
from typing import Any

from cms.wordpress.handlers.context import Context, ShortcodeHandler
from cms.wordpress.handlers.dialogs import name_dialogs
from cms.wordpress.handlers.flow import Flow, blocks_of
from cms.wordpress.handlers.nesting import as_html
from cms.wordpress.handlers.schedules import NEVER, Schedule, read_schedule
from cms.wordpress.mapping import Mapping
from cms.wordpress.refs import Html
from cms.wordpress.shortcodes import Shortcode

# Who may see these is decided for each visitor: what is in them must not become public.
GATED = frozenset({"members", "private", "scheduler"})
# What the names of other plugins' gates say, and those of this plugin's under a prefix that the mapping does not name.
_HIDING = re.compile(
    r"(?<![a-z])(?:access|hidden|hide|logged-?in|member-?only|members(?:-?only)?|membership|paywall|private|protect(?:ed|ion)?|"
    r"restrict(?:ed|ion)?|scheduler|subscribers?)(?![a-z])",
    re.IGNORECASE,
)
_NAME = re.compile(r"\[([A-Za-z][\w-]*)")
_MESSAGE = "This content is for registered users only. Please %login%."
_LOGIN_URL = "/wp-login.php"
_OPEN: dict[str, Any] = {
    "audience": "everyone", "message": Html(), "starts": None, "ends": None, "hours": "", "weekdays": [], "days": "",
    "months": [], "years": "", "alternative": Html(),
}  # fmt: skip


def holds_gated(source: str, mapping: Mapping) -> bool:
    """Tell whether source holds a shortcode whose content not every visitor may see."""
    aliases = (name for name, target in mapping.aliases.items() if target.endswith(tuple(GATED)))
    if _gated_tag(frozenset(aliases)).search(source):
        return True
    return any(seems_gated(name) for name in _NAME.findall(source))


def seems_gated(name: str) -> bool:
    """Tell whether the name of a shortcode that nobody here knows says that it hides what it wraps."""
    return bool(_HIDING.search(name.replace("_", "-")))


@functools.lru_cache(maxsize=32)
def _gated_tag(aliases: frozenset[str]) -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(GATED | aliases)))
    return re.compile(rf"\[[^\[\]\s]*?(?:{names})(?![A-Za-z0-9_-])")


def members(tag: Shortcode, flow: Flow, context: Context) -> None:
    """Visitors who have not logged in read a message instead, unless version 3 was told to say nothing."""
    message = Html() if tag.attributes.get("login") == "0" else _message(tag, context)
    _write_gated("members", tag, flow, context, message=message)


def _message(tag: Shortcode, context: Context) -> Html:
    read = tag.attributes.get
    url = html.escape(html.unescape(read("login_url") or _LOGIN_URL))
    login = f'<a href="{url}">{read("login_text", "login")}</a>'
    return _public_text(read("message", _MESSAGE).replace("%login%", login), tag, context)


def private(tag: Shortcode, flow: Flow, context: Context) -> None:
    """A note that those who write the site leave each other."""
    _write_gated("editors", tag, flow, context)


def unknown(tag: Shortcode, flow: Flow, context: Context) -> None:
    """A gate of another plugin: whom it let in is not known, so editors alone see what it wraps until one decides."""
    context.loss("unknown-gate", f"[{tag.name}] may have hidden what it wraps; only editors see that here.")
    _write_gated("editors", tag, flow, context)


def guests(tag: Shortcode, flow: Flow, context: Context) -> None:
    _write_gated("guests", tag, flow, context)


def scheduler(tag: Shortcode, flow: Flow, context: Context) -> None:
    """One without limits is no gate."""
    schedule = read_schedule(tag.attributes)
    if schedule == Schedule():
        context.write_source(tag.content or "", flow)
        return
    if schedule.years == NEVER:
        context.note("never-shown", f"What a schedule shows is never shown: {tag.source[:120]}")
    alternative = _public_text(tag.attributes.get("alt", ""), tag, context)
    limits = {
        name: list(limit) if isinstance(limit, tuple) else limit for name, limit in schedule._asdict().items()
    }
    _write_gated("everyone", tag, flow, context, **limits, alternative=alternative)


def _public_text(source: str, tag: Shortcode, context: Context) -> Html:
    """Give the text that stands in the place of what is hidden; it holds neither blocks nor gates of its own."""
    text, left = as_html(context.value_parts(source), context, "a message")
    if blocks_of(left):
        context.loss("lost-blocks", f"Only the words of a text of [{tag.name}] come over: {source[:200]}")
    return text


def _write_gated(audience: str, tag: Shortcode, flow: Flow, context: Context, **told: Any) -> None:
    """Write the gate around what the tag wraps. The words of a lightbox inside it name no dialog outside of it."""
    known = len(context.triggers)
    content = context.source_blocks(tag.content or "", flow)
    name_dialogs(content, context)
    while len(context.triggers) > known:
        context.triggers.popitem()
    value = {**_OPEN, "audience": audience, **told, "content": content}
    if content or value["message"] or value["alternative"]:
        flow.block("gated", value)


SHORTCODES: dict[str, ShortcodeHandler] = {
    "guests": guests,
    "members": members,
    "private": private,
    "scheduler": scheduler,
}
