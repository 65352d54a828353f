"""Takes out of visitors' words what would tell who wrote them."""

from __future__ import annotations

import re

EMAIL = re.compile(r"[^\s@<>,;:]+@[^\s@<>,;:]+\.[^\s@<>,;:]+")
# Seven digits or more, however they are grouped: phone numbers, dates of birth, numbers of patients and insurances.
NUMBER = re.compile(r"\+?\(?\d(?:[\s()./-]{0,3}\d){6,}")


def masked(text: str) -> str:
    """Give the words without e-mail addresses and long numbers; what was taken out is seen to be missing."""
    return NUMBER.sub("[number removed]", EMAIL.sub("[e-mail address removed]", text))
