"""Drawings (SVG) without what could act: scripts, events, foreign markup, and anything that is loaded from elsewhere.

A drawing is written anew from lists of what may stand in it; what a browser could run or fetch is in none of them.
Elements and attributes: https://www.w3.org/TR/SVG2/eltindex.html and attindex.html.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

SVG = "http://www.w3.org/2000/svg"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
MAX_BYTES = 5 * 1024 * 1024
MAX_SIZE = 20_000
ELEMENTS = frozenset(
    """
    svg g defs symbol use title desc switch path rect circle ellipse line polyline polygon text tspan
    textPath image marker linearGradient radialGradient stop pattern clipPath mask style filter feBlend
    feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
    feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode
    feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence
    """.split()  # noqa: SIM905  names read better as a text
)
ATTRIBUTES = frozenset(
    """
    alignment-baseline amplitude azimuth baseFrequency baseline-shift bias class clip clip-path clip-rule
    clipPathUnits color color-interpolation color-interpolation-filters color-rendering cx cy d
    diffuseConstant direction display divisor dominant-baseline dx dy edgeMode elevation enable-background
    exponent fill fill-opacity fill-rule filter filterUnits flood-color flood-opacity font-family font-size
    font-size-adjust font-stretch font-style font-variant font-weight fr fx fy gradientTransform
    gradientUnits height id image-rendering in in2 intercept isolation k1 k2 k3 k4 kernelMatrix
    kernelUnitLength kerning lang lengthAdjust letter-spacing lighting-color limitingConeAngle marker
    marker-end marker-mid marker-start markerHeight markerUnits markerWidth mask mask-type maskContentUnits
    maskUnits method mix-blend-mode mode numOctaves offset opacity operator order orient overflow
    paint-order pathLength patternContentUnits patternTransform patternUnits points pointsAtX pointsAtY
    pointsAtZ preserveAlpha preserveAspectRatio primitiveUnits r radius refX refY result role rotate rx ry
    scale seed shape-rendering side slope spacing specularConstant specularExponent spreadMethod startOffset
    stdDeviation stitchTiles stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset
    stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width style surfaceScale
    systemLanguage tableValues targetX targetY text-anchor text-decoration text-rendering textLength
    transform transform-origin type unicode-bidi values vector-effect version viewBox visibility width
    word-spacing writing-mode x x1 x2 xChannelSelector y y1 y2 yChannelSelector z
    """.split()  # noqa: SIM905  names read better as a text
)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
# Nothing that loads, and nothing that could hide such a thing from this pattern: escapes, at-rules, markup.
_LOADS = re.compile(
    r"[@\\<]|//|url\s*\(\s*(?!\s*[\"']?#)|(?:image|image-set|cross-fade|src|element|attr|var|expression)\s*\("
    r"|behaviou?r|-moz-binding|javascript\s*:",
    re.IGNORECASE,
)
_OWN_PART = re.compile(r"#[^\s\"'()<>]+")
_EMBEDDED = re.compile(r"data:image/(?:png|jpeg|jpg|gif|webp);base64,[A-Za-z0-9+/=\s]+")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")


class SvgError(ValueError):
    """A file is no drawing that the site can show; the message goes on where its name ends."""


def sanitise(data: bytes) -> tuple[bytes, list[str]]:
    """Give a drawing without what could act, and the names of what was taken out of it; raises SvgError."""
    if len(data) > MAX_BYTES:
        raise SvgError(f"is a drawing of more than {MAX_BYTES // 1024**2} MB.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SvgError("is not a drawing that can be read.") from error
    if etree.QName(root).localname != "svg" or etree.QName(root).namespace not in (SVG, None):
        raise SvgError("is not a drawing that can be read.")
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and declared.entities():
        raise SvgError("declares entities of its own, which drawings need not and bombs do.")
    _check_size(root)
    removed: set[str] = set()
    clean = _copy(root, etree.QName(root).namespace, _nested_uses(root), removed)
    return etree.tostring(clean, encoding="utf-8", xml_declaration=True), sorted(removed)


def _check_size(root: Any) -> None:
    for name in ("width", "height", "viewBox"):
        if any(abs(float(number)) > MAX_SIZE for number in _NUMBER.findall(root.get(name, ""))):
            raise SvgError(f"is drawn larger than {MAX_SIZE} × {MAX_SIZE}.")


def _nested_uses(root: Any) -> frozenset[str]:
    """Name the parts that use other parts: used again and again, a small file becomes endless work."""
    return frozenset(
        part.get("id") for part in root.iter() if part.get("id") and part.find(".//{*}use") is not None
    )


def _copy(element: Any, namespace: str | None, nested: frozenset[str], removed: set[str]) -> Any:
    name = etree.QName(element).localname
    copy = etree.Element(f"{{{SVG}}}{name}", nsmap={None: SVG})  # type: ignore[dict-item]  # lxml's own way to say "no prefix"
    for key, value in element.attrib.items():
        if _is_harmless(name, str(key), str(value), nested):
            copy.set("href" if key == XLINK_HREF else key, value)
        elif _is_active(str(key)):
            removed.add(etree.QName(key).localname)
    copy.text = element.text
    for child in element:
        kept = _child(child, namespace, nested, removed)
        if kept is not None:
            copy.append(kept)
            kept.tail = child.tail
        elif len(copy):
            copy[-1].tail = (copy[-1].tail or "") + (child.tail or "")
        else:
            copy.text = (copy.text or "") + (child.tail or "")
    return copy


def _child(child: Any, namespace: str | None, nested: frozenset[str], removed: set[str]) -> Any:
    """Copy an element; None for one that may not stay. Those of other makers' namespaces were never seen."""
    if not isinstance(child.tag, str):  # an entity
        removed.add("entity")
        return None
    name = etree.QName(child)
    if name.namespace != namespace or name.localname not in ELEMENTS:
        if name.namespace in (namespace, "http://www.w3.org/1999/xhtml"):
            removed.add(name.localname)
        return None
    if name.localname == "style":
        rules = _COMMENT.sub(" ", child.text or "")
        if len(child) or _LOADS.search(rules):
            removed.add("style")
            return None
        style = etree.Element(f"{{{SVG}}}style")
        style.text = rules
        return style
    return _copy(child, namespace, nested, removed)


def _is_harmless(element: str, key: str, value: str, nested: frozenset[str]) -> bool:
    if key in ("href", XLINK_HREF):
        if element == "image":
            return bool(_EMBEDDED.fullmatch(value.strip()))
        return bool(_OWN_PART.fullmatch(value.strip())) and value.strip()[1:] not in nested
    if key != XML_SPACE and key not in ATTRIBUTES and not re.fullmatch(r"aria-[a-z]+", key):
        return False
    return not _LOADS.search(_COMMENT.sub(" ", value))


def _is_active(key: str) -> bool:
    """Tell whether somebody would miss an attribute; programs leave many that no browser reads."""
    name = key.lower()
    return key in (*ATTRIBUTES, XLINK_HREF) or name in ("href", "src") or name.startswith("on")
