"""What a visitor may add to an answer."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_LENGTH = 1000


class RemarkForm(forms.Form):
    """Words of at most ``MAX_LENGTH`` characters; ``website`` is there for robots, people do not see it."""

    text = forms.CharField(
        error_messages={"required": _("Write a few words first, or go back to the page.")},
    )
    website = forms.CharField(required=False)

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")  # browsers count the end of a line as one
        if len(text) > MAX_LENGTH:
            raise ValidationError(
                _("Shorten your comment: it has %(length)s characters, and %(most)s fit in."),
                params={"length": len(text), "most": MAX_LENGTH},
            )
        return text

    @property
    def is_from_a_robot(self) -> bool:
        return bool(self.data.get("website"))
