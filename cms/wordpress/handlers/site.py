"""What a page said of its site: ``[su_post]``, ``[su_meta]``, ``[su_user]``, ``[su_permalink]``, as it was on the day of export.

WordPress asked its database on every visit. Here the answer of that day becomes text, and the report names each one.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Callable, Mapping
from datetime import datetime

from cms.wordpress.facts import FileFacts, PostFacts, UserFacts
from cms.wordpress.handlers.attributes import integer, text
from cms.wordpress.handlers.context import Context, ShortcodeHandler
from cms.wordpress.handlers.flow import Flow
from cms.wordpress.handlers.gates import GATED
from cms.wordpress.markup import parse, text_of
from cms.wordpress.shortcodes import Names, Shortcode

_SHOWN = 120
_MARKS = re.compile("[\ufdd0-\ufdef]")  # noncharacters, which stand for shortcodes while content is converted
_CORE = frozenset({"audio", "caption", "embed", "gallery", "playlist", "video", "wp_caption"})
_EMPTY = frozenset({"", "0"})  # to PHP
_CONTENT = frozenset({"post_content", "the_content"})


def _date(value: datetime | None) -> str:
    return f"{value:%Y-%m-%d %H:%M:%S}" if value else ""


_POST_FIELDS: Mapping[str, Callable[[PostFacts], str]] = {
    "ID": lambda post: str(post.id),
    "menu_order": lambda post: str(post.order),
    "post_date": lambda post: _date(post.date),
    "post_date_gmt": lambda post: _date(post.date),
    "post_excerpt": lambda post: post.excerpt,
    "post_modified": lambda post: _date(post.modified),
    "post_modified_gmt": lambda post: _date(post.modified),
    "post_name": lambda post: post.slug,
    "post_parent": lambda post: str(post.parent),
    "post_status": lambda post: post.status,
    "post_title": lambda post: post.title,
    "post_type": lambda post: post.type,
}
# What WordPress shows to anybody, and an export tells.
_USER_FIELDS: Mapping[str, Callable[[UserFacts], str]] = {
    "ID": lambda user: str(user.id),
    "display_name": lambda user: user.display_name,
    "first_name": lambda user: user.first_name,
    "last_name": lambda user: user.last_name,
}
_UNKNOWN_USER_FIELDS = frozenset(
    {"description", "locale", "nickname", "user_registered", "user_status", "user_url"}
)


def su_post(tag: Shortcode, flow: Flow, context: Context) -> None:
    """A field of this post or another one; its content stands in place, once."""
    read = tag.attributes.get
    field = read("field", "post_title").strip()
    post = _post(read("post_id", ""), read("post_type", "post"), context)
    if post is None:
        _missing(tag, context)
        _write_value("", tag, flow, context)
    elif field in _CONTENT:
        _write_content(post, tag, flow, context)
    elif field == "post_author":
        users = (str(user.id) for user in context.facts.users.values() if user.login == post.creator)
        _write_value(next(users, ""), tag, flow, context)
    elif field in _POST_FIELDS:
        _write_value(_POST_FIELDS[field](post), tag, flow, context)
    else:
        context.loss("unknown-fact", f"No export tells the {field[:40]} of a post: {_shown(tag)}")
        _write_value("", tag, flow, context)


def su_meta(tag: Shortcode, flow: Flow, context: Context) -> None:
    """A custom field of this post or another one; those of plugins, which begin with a line, are private."""
    key = tag.attributes.get("key", "").strip()
    post = _post(tag.attributes.get("post_id", ""), "", context)
    value = ""
    if not key:
        context.loss("unknown-fact", f"A custom field is not named: {_shown(tag)}")
        return
    if key.startswith("_"):
        context.loss("private-fact", f"The custom field {key[:40]} is private and is not shown.")
    elif post is None:
        _missing(tag, context)
    else:
        value = post.meta.get(key, "")
    _write_value(value, tag, flow, context)


def su_user(tag: Shortcode, flow: Flow, context: Context) -> None:
    """A field of a user; without an id it was of whoever looked at the page, who is nobody known."""
    field = tag.attributes.get("field", "display_name").strip()
    number, default = text(tag, "user_id", context), html.escape(text(tag, "default", context), quote=False)
    if not number:
        context.loss("visitor-fact", f"What was said of each visitor is now the same for all: {_shown(tag)}")
        _write_value("", tag, flow, context, default)
        return
    user = context.facts.users.get(integer(number) or 0)
    value = ""
    if field in _UNKNOWN_USER_FIELDS:
        context.loss("unknown-fact", f"No export tells the {field} of a user: {_shown(tag)}")
    elif field not in _USER_FIELDS:
        context.loss("private-fact", f"The {field[:40]} of a user is private and is not shown.")
    elif user is None:
        _missing(tag, context)
    else:
        value = _USER_FIELDS[field](user)
        if value.casefold() == user.login.casefold():
            context.loss("private-fact", f"The name of user {user.id} is how they log in; it is not shown.")
            value = ""
    _write_value(value, tag, flow, context, default)


def su_permalink(tag: Shortcode, flow: Flow, context: Context) -> None:
    """A link to a post, with its title unless there is a text.

    One that was never closed takes all up to the end of the next one for its text: it is a link with a title.
    """
    number = integer(text(tag, "p", context) or text(tag, "id", context) or "1") or 0
    post, file = context.facts.post(number), context.facts.files.get(number)
    known = number in context.facts.posts or file is not None or number == context.item.id
    href = "" if not known else file.url if file else f"/?p={number}"
    title = post.title if post else file.title if file else ""
    content = tag.content or ""
    swallowed = any(isinstance(piece, Shortcode) for piece in context.children(content, "permalink"))
    if not known:
        context.loss(
            "unknown-fact",
            f"A link leads to post {number}, which is not in the export: {_shown(tag)}",
        )
    elif not content.strip() or swallowed:
        _report(tag, title, context)
    opens_link = bool(href) and not flow.href
    if opens_link:
        flow.open("a", href)
    if swallowed or not content.strip():
        context.write(parse(_plain_source(title, context)), flow)
    else:
        context.write_source(content, flow)
    if opens_link:
        flow.close()
    if swallowed:
        context.note("swallowed-text", f"A link took the text up to the next one for its own: {_shown(tag)}")
        context.write_source(content, flow)


def _post(key: str, post_type: str, context: Context) -> PostFacts | None:
    """Give the post that an id or a slug names, this one without either; None for one that not everybody may see."""
    key = key.strip()
    number = integer(key) if key.isdigit() else None
    if not key or number == context.item.id:
        item = context.item
        own = PostFacts(id=item.id, type=item.type, title=item.title, link=item.url)
        return context.facts.posts.get(item.id, own)
    if key.isdigit() and number is None:
        return None
    file = context.facts.files.get(number) if number is not None else None
    return _as_post(file, context) if file else context.facts.post(number or key, post_type)


def _as_post(file: FileFacts, context: Context) -> PostFacts | None:
    """Give a file as the post that it is in WordPress; it is as public as the post that it was uploaded to."""
    if file.parent in context.facts.posts and context.facts.post(file.parent) is None:
        return None
    return PostFacts(
        id=file.id, type="attachment", status="inherit", title=file.title, link=file.url, excerpt=file.caption,
        date=file.date, parent=file.parent, order=file.order, meta=file.meta,
    )  # fmt: skip


def _write_content(post: PostFacts, tag: Shortcode, flow: Flow, context: Context) -> None:
    """Write the content of a post; none stands in a page twice, and so none in itself."""
    content = ""
    if post.id == context.item.id or post.id in context.sharing.posts:
        context.loss("repeated-content", f"The content of post {post.id} stands on this page already.")
    else:
        context.sharing.posts.add(post.id)
        content = _MARKS.sub("", context.facts.content(post.id))
    if not content.strip():
        _write_value("", tag, flow, context)
        return
    context.note("site-fact", f"{_shown(tag)} became the content of “{post.title}”.")
    flow.end_paragraph()
    for source in (tag.attributes.get("before", ""), content, tag.attributes.get("after", "")):
        context.write_source(source, flow)
        flow.end_paragraph()


def _write_value(
    value: str, tag: Shortcode, flow: Flow, context: Context, default: str | None = None
) -> None:
    """Write a value between what goes before and after it, all of it HTML; the default stands for an empty one."""
    read = tag.attributes.get
    default = read("default", "") if default is None else default
    value = _plain_source(default if value in _EMPTY else value, context)
    if not value:
        return
    _report(tag, value, context)
    before, after = (_plain_source(read(name, ""), context) for name in ("before", "after"))
    context.write(parse(f"{before}{value}{after}"), flow)


def _plain_source(source: str, context: Context) -> str:
    """Take shortcodes out: WordPress does not run them here. What only some visitors may see vanishes with them."""
    source = _MARKS.sub("", source)
    if "[" not in source:
        return source
    names = _names(context.mapping.prefixes, frozenset(context.mapping.aliases))
    if any(_is_gated(tag[3], context) for tag in names.opener.finditer(source)):
        context.loss(
            "private-fact", "A fact of the site holds what only some visitors may see; it is not shown."
        )
        return ""
    return names.any_tag.sub("", source)


@functools.lru_cache(maxsize=32)
def _names(prefixes: tuple[str, ...], aliases: frozenset[str]) -> Names:
    return Names(_CORE | aliases | (GATED if "" in prefixes else frozenset()), prefixes)


def _is_gated(name: str, context: Context) -> bool:
    target = context.mapping.aliases.get(name, name)
    return any(target.removeprefix(prefix) in GATED for prefix in (*context.mapping.prefixes, "su_"))


def _report(tag: Shortcode, value: str, context: Context) -> None:
    shown = " ".join(text_of(parse(value)).split())
    context.note("site-fact", f"{_shown(tag)} became “{shown[:_SHOWN]}”.")


def _shown(tag: Shortcode) -> str:
    """Give a tag without what it wraps."""
    return " ".join(f"[{tag.name} {tag.attribute_text}".split())[:_SHOWN] + "]"


def _missing(tag: Shortcode, context: Context) -> None:
    context.loss("unknown-fact", f"What this asks for is not in the export, or not public: {_shown(tag)}")


SHORTCODES: Mapping[str, ShortcodeHandler] = {
    "meta": su_meta,
    "permalink": su_permalink,
    "post": su_post,
    "user": su_user,
}
