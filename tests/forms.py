"""What the admin's forms would send."""

from functools import singledispatch
from typing import Any

from django.http import HttpResponse
from django.test import Client
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageBlock
from wagtail.test.utils.form_data import querydict_from_html, rich_text

from tests import html


def filled_form(client: Client, url: str, /, **changes: Any) -> dict[str, Any]:
    """Give what an unchanged edit form sends, with some fields changed; what JavaScript writes, streams, is empty."""
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    source = answer.content.decode()
    tree = html.parse(source)
    forms = tree.find_all("form")
    streams = {f"{stream['id']}-count": "0" for stream in tree.select("[data-controller~=w-block]")}
    place = max(
        range(len(forms)), key=lambda number: len(forms[number].find_all(["input", "textarea", "select"]))
    )
    sent = querydict_from_html(source, form_index=place)
    return {**streams, **{name: sent.getlist(name) for name in sent}, **changes}


def stream_data(name: str, block: blocks.StreamBlock, items: list[tuple[str, Any]]) -> dict[str, str]:
    """Write a stream field's value, given as its database would store it, as its form sends it."""
    stored = [{"type": kind, "value": value} for kind, value in items]
    return block_data(block, stored, name)


@singledispatch
def block_data(block: blocks.Block, stored: Any, name: str) -> dict[str, str]:
    """Write a block's stored value as its form sends it."""
    return {name: "" if stored is None else str(stored)}


@block_data.register
def _(block: blocks.StreamBlock, stored: Any, name: str) -> dict[str, str]:
    value = block.to_python(stored)
    list(value)  # a stream gives back what was stored, without defaults, until it is read
    stored = block.get_prep_value(value)
    return _items_data([(block.child_blocks[item["type"]], item) for item in stored], name)


@block_data.register
def _(block: blocks.ListBlock, stored: Any, name: str) -> dict[str, str]:
    return _items_data([(block.child_block, item) for item in stored], name)


@block_data.register
def _(block: blocks.StructBlock, stored: Any, name: str) -> dict[str, str]:
    return {
        key: value
        for child, child_block in block.child_blocks.items()
        for key, value in block_data(child_block, stored.get(child), f"{name}-{child}").items()
    }


@block_data.register
def _(block: ImageBlock, stored: Any, name: str) -> dict[str, str]:
    sent = {f"{name}-image": str(stored["image"] or ""), f"{name}-alt_text": stored["alt_text"] or ""}
    return {**sent, **({f"{name}-decorative": "on"} if stored["decorative"] else {})}


@block_data.register
def _(block: blocks.StaticBlock, stored: Any, name: str) -> dict[str, str]:
    return {}


@block_data.register
def _(block: blocks.BooleanBlock, stored: Any, name: str) -> dict[str, str]:
    return {name: "on"} if stored else {}


@block_data.register
def _(block: blocks.MultipleChoiceBlock, stored: Any, name: str) -> dict[str, Any]:
    return {name: list(stored)} if stored else {}


@block_data.register
def _(block: blocks.RichTextBlock, stored: Any, name: str) -> dict[str, str]:
    return {name: rich_text(stored or "", features=block.features)}


def _items_data(items: list[tuple[blocks.Block, dict[str, Any]]], name: str) -> dict[str, str]:
    data = {f"{name}-count": str(len(items))}
    for place, (block, item) in enumerate(items):
        data |= {f"{name}-{place}-order": str(place), f"{name}-{place}-deleted": ""}
        data |= {f"{name}-{place}-type": item["type"], f"{name}-{place}-id": ""}
        data |= block_data(block, item["value"], f"{name}-{place}-value")
    return data


@block_data.register
def _(block: TypedTableBlock, stored: Any, name: str) -> dict[str, str]:
    columns, rows = stored["columns"], stored["rows"]
    data = {f"{name}-caption": stored["caption"] or ""}
    data |= {f"{name}-column-count": str(len(columns)), f"{name}-row-count": str(len(rows))}
    for place, column in enumerate(columns):
        start = f"{name}-column-{place}"
        data |= {f"{start}-type": column["type"], f"{start}-heading": column["heading"]}
        data |= {f"{start}-order": str(place), f"{start}-deleted": ""}
    for row_place, row in enumerate(rows):
        data |= {f"{name}-row-{row_place}-order": str(row_place), f"{name}-row-{row_place}-deleted": ""}
        for place, value in enumerate(row["values"]):
            cell = block.child_blocks[columns[place]["type"]]
            data |= block_data(cell, value, f"{name}-cell-{row_place}-{place}")
    return data


def errors_of(answer: HttpResponse) -> str:
    """Give the messages of a form that was refused, those within blocks too; "" for an answer without a form."""
    form = (answer.context or {}).get("form")
    return (
        str([_messages(error) for errors in form.errors.as_data().values() for error in errors])
        if form
        else ""
    )


def _messages(error: Any) -> Any:
    return error.as_json_data() if hasattr(error, "as_json_data") else error.messages
