"""What editors can do with words, and the page that shows them every pattern."""

from typing import Any

import wagtail.admin.rich_text.editors.draftail.features as draftail
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    BlockElementHandler,
    InlineStyleElementHandler,
)

from cms.blocks.heading_editor import LEVELS, HeadingReader, heading_writer
from cms.blocks.patterns import patterns

# Feature: how the database writes it, its class there, the editor's icon, its name, and how the editor shows it.
STYLES = {
    "highlight": ("mark", "", "pick", _("Highlight"), {"backgroundColor": "#ffe08a", "color": "#1b2b2e"}),
    "label": (
        "span", "label", "tag", _("Label"), {"border": "1px solid", "borderRadius": "1em", "padding": "0 0.5em"},
    ),
    "explanation": (
        "small", "explanation", "help", _("Explanation of the word before it"),
        {"fontSize": "0.875em", "borderBottom": "2px dotted"},
    ),
    "underline": ("u", "", "minus", _("Underline"), {"textDecoration": "underline"}),
}  # fmt: skip
ALIGNMENTS = {"centre": ("↔", _("Centre")), "end": ("→", _("End of the line"))}


@hooks.register("register_rich_text_features")
def register_styles(features: Any) -> None:
    for name, (element, css_class, icon, description, style) in STYLES.items():
        kind = name.upper()
        selector = f'{element}[class="{css_class}"]' if css_class else element
        markup = {"element": element, "props": {"class": css_class}} if css_class else element
        control = {"type": kind, "icon": icon, "description": description, "style": style}
        features.register_editor_plugin("draftail", name, draftail.InlineStyleFeature(control))
        features.register_converter_rule(
            "contentstate",
            name,
            {
                "from_database_format": {selector: InlineStyleElementHandler(kind)},
                "to_database_format": {"style_map": {kind: markup}},
            },
        )


@hooks.register("register_rich_text_features")
def register_alignments(features: Any) -> None:
    for name, (label, description) in ALIGNMENTS.items():
        control = {"type": name, "label": label, "description": description, "element": "p"}
        looks = {"all": ["admin_css/rich_text.css"]}
        features.register_editor_plugin("draftail", name, draftail.BlockFeature(control, css=looks))
        features.register_converter_rule(
            "contentstate",
            name,
            {
                "from_database_format": {f'p[class="{name}"]': BlockElementHandler(name)},
                "to_database_format": {"block_map": {name: {"element": "p", "props": {"class": name}}}},
            },
        )


@hooks.register("register_rich_text_features", order=1)  # after Wagtail's own rules, which know no ids
def register_heading_ids(features: Any) -> None:
    for element, kind in LEVELS.items():
        features.register_converter_rule(
            "contentstate",
            element,
            {
                "from_database_format": {element: HeadingReader(kind)},
                "to_database_format": {"block_map": {kind: heading_writer(element)}},
            },
        )


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [path("patterns/", patterns, name="patterns")]


@hooks.register("register_help_menu_item")
def register_patterns_menu_item() -> MenuItem:
    return MenuItem(_("Patterns"), reverse("patterns"), name="patterns", icon_name="view", order=50)
