"""Buttons of the export: those that stand on several pages become one reusable button, the others stay inline."""

from __future__ import annotations

from typing import Any

from django.utils.html import escape
from django.utils.text import slugify

from cms.buttons.look import DEFAULTS
from cms.buttons.models import Button
from cms.wordpress.context import Context
from cms.wordpress.handlers.depth import holders, is_container
from cms.wordpress.ledger import fingerprint, state_of
from cms.wordpress.refs import Html, LinkRef
from cms.wordpress.report import ItemKey, Outcome
from cms.wordpress.resolve import Block, Resolver
from cms.wordpress.survey import button_key
from providers.models import ProviderIndexPage

LOOK = ("style", "size", "width", "alignment", "corners", "icon", "new_tab")


class ButtonWriter:
    """Turns a converted button into the value of a button block."""

    def __init__(self, context: Context, resolver: Resolver) -> None:
        self.context = context
        self.resolver = resolver
        self._counted: set[str] = set()
        self._directories: frozenset[int] | None = None

    def blocks(self, blocks: list[Block], item: ItemKey, *, gated: bool = False) -> list[Block]:
        """Resolve the buttons among blocks, at any depth and in groups; ``gated`` says that not everybody sees them."""
        resolved: list[Block] = []
        for block in blocks:
            if block["type"] == "button":
                resolved.append(self.block(block, item, gated=gated))
            elif block["type"] == "button_group":
                resolved += self._group(block, item, gated)
            else:
                for holder in holders(block) if is_container(block) else ():
                    inside = gated or block["type"] == "gated"
                    holder["content"] = self.blocks(holder["content"], item, gated=inside)
                resolved.append(block)
        return resolved

    def _group(self, block: Block, item: ItemKey, gated: bool) -> list[Block]:
        """Resolve a group of buttons; what became text stands behind it."""
        buttons = [
            self.block({"type": "button", "value": value}, item, gated=gated)
            for value in block["value"]["buttons"]
        ]
        values = [button["value"] for button in buttons if button["type"] == "button"]
        texts = [button for button in buttons if button["type"] != "button"]
        return [*([{**block, "value": {**block["value"], "buttons": values}}] if values else []), *texts]

    def block(self, block: Block, item: ItemKey, *, gated: bool = False) -> Block:
        """Resolve a button; one whose target was refused stays as text.

        Equal ones on two pages or more, or that lead to the providers, become one ``Button`` (DESIGN.md). One behind a
        gate does not: everybody could follow its ``/go/`` address.
        """
        value = block["value"]
        if value["link"] == LinkRef(""):
            return {"type": "rich_text", "value": Html(f"<p>{escape(value['text'])}</p>")}
        link = value["link"] or LinkRef(self.context.mapping.button_without_url or "/")
        target = self.resolver.links.link(link.url, item)
        if not target:
            target = {"page": self.context.home.pk}
            self.context.report.note(
                "button-leads-home", f"The button “{value['text']}” now leads to the home page.", item
            )
        colour = self.resolver.value(value.get("colour"), item)
        text = value["text"][:120] or "…"
        fields = {"text": text, "description": value.get("description", "")[:200], **_look(value), **target}
        if not gated and self._is_shared(value, target):
            button = self._write(fields, colour, item)
            if button is not None:
                return {**block, "value": {"button": button.pk, "link": {}, **DEFAULTS}}
        inline = {"text": text, "description": fields["description"], "colour": colour, **_look(value)}
        return {**block, "value": {**inline, "button": None, "link": target}}

    def _is_shared(self, value: dict[str, Any], target: dict[str, Any]) -> bool:
        if len(self.context.survey.button_pages.get(button_key(value), ())) > 1 or "provider" in target:
            return True
        if self._directories is None:
            self._directories = frozenset(ProviderIndexPage.objects.values_list("pk", flat=True))
        return target.get("page") in self._directories

    def _write(self, fields: dict[str, Any], colour: int | None, item: ItemKey) -> Button | None:
        ledger = self.context.ledger
        wanted = fingerprint({**fields, "colour": colour})
        ident = wanted[:32]
        button = ledger.target("buttons", ident)
        if button is None and ledger.row("buttons", ident) is not None:
            self.context.report.note("deleted-here", f"The button “{fields['text']}” was deleted here.", item)
            return None
        if button is None:
            names = {name if name not in ("page", "provider", "document") else f"{name}_id": value
                     for name, value in fields.items() if name != "anchor"}  # fmt: skip
            button = Button(
                **names,
                colour_id=colour,
                slug=self.context.free_snippet_slug(Button, slugify(fields["text"])[:70] or "button"),
                locale=self.context.locale,
            )
            button.save()
            button.save_revision().publish()
            ledger.add("buttons", ident, button)
        entry = ledger.row("buttons", ident)
        if ident not in self._counted or not (entry and entry.content_hash):  # or that was rolled back
            self._counted.add(ident)
            outcome: Outcome = "created" if ledger.is_new("buttons", ident) else "unchanged"
            ledger.settle("buttons", ident, wanted, state_of(button), outcome)
        return button


def _look(value: dict[str, Any]) -> dict[str, Any]:
    return {name: value[name] for name in LOOK if name in value}
