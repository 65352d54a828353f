"""CSV files that spreadsheet programs open without running what is in them.

A cell that begins like a formula is run as one by Excel and LibreOffice; an apostrophe before it makes it text
(https://owasp.org/www-community/attacks/CSV_Injection). XLSX needs none of this: Wagtail stores its cells as text.
"""

import re
from typing import Any

FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")
PHONE = re.compile(r"\+[0-9][0-9 ()/.-]{5,}")


def as_text(value: str) -> str:
    """Put an apostrophe before what a spreadsheet would run; an international phone number stays as it is."""
    return f"'{value}" if FORMULA.match(value) and not PHONE.fullmatch(value) else value


class SafeCSVMixin:
    """For views with a spreadsheet export."""

    FORMAT_CSV: str

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        processed = super().preprocess_field_value(field, value, export_format)  # type: ignore[misc]  # of the view that it is mixed into
        if export_format == self.FORMAT_CSV and isinstance(processed, str):
            return as_text(processed)
        return processed
