"""How a button may look: named presets, so that a site's buttons stay alike and readable."""

from django.utils.translation import gettext_lazy as _

STYLES = [
    ("solid", _("Solid")),
    ("outline", _("Outline")),
    ("soft", _("Soft")),
    ("raised", _("Raised")),
    ("dashed", _("Dashed inner line")),
]
SIZES = [
    ("small", _("Small")),
    ("medium", _("Medium")),
    ("large", _("Large")),
    ("extra-large", _("Extra large")),
]
WIDTHS = [("auto", _("As wide as its text")), ("full", _("Full width"))]
ALIGNMENTS = [("start", _("Start of the line")), ("centre", _("Centre")), ("end", _("End of the line"))]
CORNERS = [("rounded", _("Rounded")), ("square", _("Square")), ("pill", _("Pill"))]
ICONS = [
    ("arrow-right", _("Arrow")),
    ("calendar", _("Calendar")),
    ("check", _("Check mark")),
    ("clock", _("Clock")),
    ("document", _("Document")),
    ("download", _("Download")),
    ("envelope", _("Envelope")),
    ("external", _("External link")),
    ("heart", _("Heart")),
    ("home", _("House")),
    ("hospital", _("Hospital")),
    ("info", _("Information")),
    ("list", _("List")),
    ("map-pin", _("Place")),
    ("phone", _("Telephone")),
    ("play", _("Play")),
    ("question", _("Question mark")),
    ("search", _("Magnifier")),
    ("star", _("Star")),
    ("stethoscope", _("Stethoscope")),
    ("user", _("Person")),
    ("users", _("People")),
    ("video", _("Video")),
    ("warning", _("Warning")),
]
DEFAULTS = {
    "style": "solid",
    "size": "medium",
    "width": "auto",
    "alignment": "start",
    "corners": "rounded",
    "icon": "",
}
