"""Writes small WordPress exports for tests, in text of our own."""

from collections.abc import Iterable
from pathlib import Path

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Old clinic</title><link>https://old.example</link><description>Care for all</description>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>https://old.example</wp:base_site_url>
<wp:base_blog_url>https://old.example</wp:base_blog_url>
<wp:author><wp:author_id>3</wp:author_id><wp:author_login>nina</wp:author_login>
<wp:author_display_name>Nina Berg</wp:author_display_name></wp:author>
"""
TAIL = "</channel></rss>\n"


def cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def category(number: int, slug: str, name: str, parent: str = "") -> str:
    return (
        f"<wp:category><wp:term_id>{number}</wp:term_id><wp:category_nicename>{slug}</wp:category_nicename>"
        f"<wp:category_parent>{parent}</wp:category_parent><wp:cat_name>{cdata(name)}</wp:cat_name></wp:category>\n"
    )


def tag(number: int, slug: str, name: str) -> str:
    return (
        f"<wp:tag><wp:term_id>{number}</wp:term_id><wp:tag_slug>{slug}</wp:tag_slug>"
        f"<wp:tag_name>{cdata(name)}</wp:tag_name></wp:tag>\n"
    )


def item(
    number: int,
    slug: str,
    content: str = "",
    *,
    kind: str = "post",
    title: str = "",
    status: str = "publish",
    link: str = "",
    parent: int = 0,
    excerpt: str = "",
    date: str = "2025-03-0{day} 10:00:00",
    terms: Iterable[tuple[str, str]] = (),
    meta: Iterable[tuple[str, str]] = (),
    password: str = "",
    extra: str = "",
) -> str:
    """Write an item; ``terms`` are pairs of taxonomy and slug, ``meta`` of key and value."""
    when = date.format(day=number % 9 + 1)
    categories = "".join(
        f'<category domain="{taxonomy}" nicename="{name}">{name}</category>' for taxonomy, name in terms
    )
    metas = "".join(
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{cdata(value)}</wp:meta_value></wp:postmeta>"
        for key, value in meta
    )
    return f"""<item><title>{cdata(title or slug.replace("-", " ").capitalize())}</title>
<link>{link or f"https://old.example/{slug}/"}</link><dc:creator>nina</dc:creator>
<guid isPermaLink="false">https://old.example/?p={number}</guid>
<content:encoded>{cdata(content)}</content:encoded><excerpt:encoded>{cdata(excerpt)}</excerpt:encoded>
<wp:post_id>{number}</wp:post_id><wp:post_date>{when}</wp:post_date><wp:post_date_gmt>{when}</wp:post_date_gmt>
<wp:post_modified>{when}</wp:post_modified><wp:post_modified_gmt>{when}</wp:post_modified_gmt>
<wp:post_name>{slug}</wp:post_name><wp:status>{status}</wp:status><wp:post_parent>{parent}</wp:post_parent>
<wp:menu_order>0</wp:menu_order><wp:post_type>{kind}</wp:post_type>
<wp:post_password>{password}</wp:post_password><wp:is_sticky>0</wp:is_sticky>{categories}{metas}{extra}</item>
"""


def attachment(
    number: int,
    file: str,
    alt: str = "",
    caption: str = "",
    *,
    url: str = "",
    title: str = "",
    content: str = "",
    meta: Iterable[tuple[str, str]] = (),
) -> str:
    url = url or f"https://old.example/wp-content/uploads/{file}"
    own = [("_wp_attached_file", file), *([("_wp_attachment_image_alt", alt)] if alt else [])]
    return item(
        number,
        Path(file).stem.lower(),
        content,
        kind="attachment",
        title=title,
        status="inherit",
        excerpt=caption,
        meta=[*own, *meta],
        extra=f"<wp:attachment_url>{cdata(url)}</wp:attachment_url>",
    )


def menu_item(
    number: int,
    kind: str,
    object_id: int,
    *,
    object_type: str = "",
    url: str = "",
    title: str = "",
    parent: int = 0,
) -> str:
    return item(
        number,
        str(number),
        kind="nav_menu_item",
        title=title or " ",
        terms=[("nav_menu", "main")],
        meta=[
            ("_menu_item_type", kind),
            ("_menu_item_menu_item_parent", str(parent)),
            ("_menu_item_object_id", str(object_id)),
            ("_menu_item_object", object_type),
            ("_menu_item_url", url),
        ],
    )


def comment(
    number: int,
    content: str = "Thank you.",
    *,
    author: str = "Ada",
    kind: str = "",
    approved: str = "1",
    parent: int = 0,
    url: str = "",
    date: str = "2025-04-01 10:00:00",
) -> str:
    """Write a comment for an item's ``extra``."""
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author>{cdata(author)}</wp:comment_author>"
        "<wp:comment_author_email>ada@private.example</wp:comment_author_email>"
        f"<wp:comment_author_url>{cdata(url)}</wp:comment_author_url>"
        "<wp:comment_author_IP>192.0.2.77</wp:comment_author_IP>"
        f"<wp:comment_date>2001-01-01 00:00:00</wp:comment_date><wp:comment_date_gmt>{date}</wp:comment_date_gmt>"
        f"<wp:comment_content>{cdata(content)}</wp:comment_content>"
        f"<wp:comment_approved>{approved}</wp:comment_approved><wp:comment_type>{kind}</wp:comment_type>"
        f"<wp:comment_parent>{parent}</wp:comment_parent><wp:comment_user_id>0</wp:comment_user_id>"
        "<wp:commentmeta><wp:meta_key>phone</wp:meta_key><wp:meta_value>555-0199</wp:meta_value></wp:commentmeta>"
        "</wp:comment>"
    )


def write(path: Path, *parts: str) -> Path:
    path.write_text(HEAD + "".join(parts) + TAIL, encoding="utf-8")
    return path
