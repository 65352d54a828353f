"""The form for the files of an import."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import FileExtensionValidator
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.wordpress import runs

EXTENSIONS = ["xml", "gz", "txt"]
LARGEST_EXPORT = 1024**3  # bytes, where the settings say nothing


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several uploaded files; each is checked as a single one would be."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:  # type: ignore[override]  # gives many values, where its base gives one
        files = data if isinstance(data, list | tuple) else [data] if data else []
        for file in files:
            if not file.size:
                raise forms.ValidationError(_("“%(name)s” is empty."), params={"name": file.name})
        return [super(FilesField, self).clean(file, initial) for file in files]


class UploadForm(forms.Form):
    """The exports of a run: uploaded, or lying on the server."""

    uploads = FilesField(
        label=gettext_lazy("Export files"),
        required=False,
        help_text=gettext_lazy(
            "The XML files that WordPress writes under Tools → Export (.xml, or .xml.gz), one or several, "
            "or plain text documents (.txt). Nothing is changed before you say so."
        ),
        validators=[FileExtensionValidator(EXTENSIONS)],
        widget=FilesInput(attrs={"accept": ",".join(f".{name}" for name in EXTENSIONS)}),
    )
    named = forms.MultipleChoiceField(
        label=gettext_lazy("Files on the server"),
        required=False,
        help_text=gettext_lazy("Files that lie in the folder “inbox” of the server’s import folder."),
        widget=forms.CheckboxSelectMultiple,
    )
    recover = forms.BooleanField(
        label=gettext_lazy("Read damaged files as far as they are whole"),
        required=False,
        help_text=gettext_lazy(
            "Without this, a file that is cut off or malformed is refused with the line where it breaks."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if found := runs.inbox():
            self.fields["named"].choices = [(name, name) for name in found]  # type: ignore[attr-defined]  # of a choice field
        else:
            del self.fields["named"]

    def clean_uploads(self) -> list[UploadedFile]:
        uploads = self.cleaned_data["uploads"]
        largest = getattr(settings, "WORDPRESS_IMPORT_MAX_UPLOAD_SIZE", LARGEST_EXPORT)
        for upload in uploads:
            if upload.size > largest:
                raise forms.ValidationError(
                    _(
                        "“%(name)s” is larger than %(size)s. Put it into the folder “inbox” on the server instead."
                    ),
                    params={"name": upload.name, "size": filesizeformat(largest)},
                )
        return uploads

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("uploads") and not data.get("named"):
            raise forms.ValidationError(_("Choose at least one file."))
        return data
