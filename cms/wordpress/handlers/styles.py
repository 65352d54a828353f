"""What inline styles and classes of the editor mean: emphasis, alignment, colours, images in the background."""

from __future__ import annotations

import re

from cms.wordpress.handlers.colours import hex_colour
from cms.wordpress.handlers.context import Context
from cms.wordpress.markup import MEDIA_SCHEMES, Element, safe_url
from cms.wordpress.refs import ColourRef

_DECLARATION = re.compile(r"(?:^|;)\s*([a-z-]+)\s*:\s*([^;]+)", re.IGNORECASE)
_ALIGNMENTS = {"center": "centre", "right": "end", "end": "end", "left": "", "start": "", "justify": ""}
_ALIGNING_CLASS = re.compile(r"(?:has-text-align-|align)(center|right|left)")
# A paragraph may float too (alignright), but only an image is ever meant to.
_TEXT_ALIGNING = frozenset(
    {"has-text-align-center", "has-text-align-right", "has-text-align-left", "aligncenter"}
)
_NO_COLOUR = re.compile(r"transparent|inherit|initial|unset|none|rgba\(.*,\s*0(?:\.0+)?\s*\)")
_NEARLY_WHITE = 0xF0  # of each of red, green and blue
_BOLD = re.compile(r"bold(er)?|[6-9]00")
_URL = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""", re.IGNORECASE)
# The palette that WordPress itself brings along; those of themes are not in an export.
_PALETTE = {
    "black": "#000000", "cyan-bluish-gray": "#abb8c3", "white": "#ffffff", "pale-pink": "#f78da7",
    "vivid-red": "#cf2e2e", "luminous-vivid-orange": "#ff6900", "luminous-vivid-amber": "#fcb900",
    "light-green-cyan": "#7bdcb5", "vivid-green-cyan": "#00d084", "pale-cyan-blue": "#8ed1fc",
    "vivid-cyan-blue": "#0693e3", "vivid-purple": "#9b51e0", "very-light-gray": "#eeeeee",
    "very-dark-gray": "#313131",
}  # fmt: skip
_BACKGROUND_CLASS = re.compile(r"has-([a-z0-9-]+)-background-color")
_TEXT_CLASS = re.compile(r"has-([a-z0-9-]+)-color")


def declarations(element: Element) -> dict[str, str]:
    """Give the inline style: properties and values in lower case, the last one of each."""
    return {
        name.lower(): value.strip().lower().removesuffix("!important").strip()
        for name, value in _DECLARATION.findall(element.get("style"))
    }


def emphasis_of(element: Element, context: Context) -> dict[str, None]:
    """Give the elements that say what an inline style says, outermost first; a colour alone says nothing."""
    style = declarations(element)
    lines = f"{style.get('text-decoration', '')} {style.get('text-decoration-line', '')}"
    vertical = style.get("vertical-align", "")
    wanted = {
        "strong": bool(_BOLD.fullmatch(style.get("font-weight", ""))),
        "em": style.get("font-style", "") in ("italic", "oblique"),
        "s": "line-through" in lines,
        "u": "underline" in lines,
        "sup": vertical == "super",
        "sub": vertical == "sub",
        "mark": _has_background(style),
    }
    only_coloured = "has-inline-color" in element.classes and not wanted["mark"]
    if only_coloured or (element.get("color") or style.get("color", "inherit")) != "inherit":
        context.note("dropped-colour", "Words had a colour of their own; here they have that of the text.")
    return dict.fromkeys(tag for tag, is_wanted in wanted.items() if is_wanted)


def _has_background(style: dict[str, str]) -> bool:
    """Tell whether there is a colour behind words; pages they were pasted from leave many that nobody can see."""
    value = style.get("background-color") or style.get("background", "")
    colour = None if not value or _NO_COLOUR.match(value) else hex_colour(value)
    return colour is not None and min(bytes.fromhex(colour[1:])) < _NEARLY_WHITE


def alignment_of(element: Element, inherited: str) -> str:
    """Give how the text of an element stands: "" at the start of the line, ``centre`` or ``end``."""
    found = [_ALIGNING_CLASS.fullmatch(name) for name in element.classes & _TEXT_ALIGNING]
    named = next((match[1] for match in found if match), "")
    named = declarations(element).get("text-align") or named or element.get("align").strip().lower()
    if not named and element.name == "center":
        named = "center"
    return _ALIGNMENTS.get(named, inherited) if named else inherited


def has_background(element: Element) -> bool:
    style = declarations(element)
    return "has-background" in element.classes or _has_background(style)


def is_box(element: Element) -> bool:
    """Tell whether an element is a box with a background; a paragraph is one only in the editor of blocks."""
    return has_background(element) if element.name != "p" else "has-background" in element.classes


def colours(element: Element, context: Context) -> ColourRef | None:
    """Give the colours of a block of the editor; None, with a note, where only the old theme knew the colour."""
    style = declarations(element)
    backgrounds = (_BACKGROUND_CLASS.fullmatch(name) for name in sorted(element.classes))
    name = next((match[1] for match in backgrounds if match), "")
    background = _PALETTE.get(name) or hex_colour(
        style.get("background-color") or style.get("background", "")
    )
    if background is None:
        context.note("block-colour", f"A block had a background of the old theme: {name or 'a gradient'}.")
        return None
    texts = (_TEXT_CLASS.fullmatch(name) for name in sorted(element.classes) if "background" not in name)
    text = next((match[1] for match in texts if match and match[1] not in ("text", "link", "border")), "")
    return ColourRef(background, _PALETTE.get(text) or hex_colour(style.get("color", "")) or "")


def background_image(element: Element) -> str:
    """Give the address of the image behind an element, "" where there is none."""
    match = _URL.search(element.get("style"))
    return (safe_url(match[1], MEDIA_SCHEMES) or "") if match else ""
