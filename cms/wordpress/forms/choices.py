"""The form that asks what becomes of what an export holds; made for the analysis of one run."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.wordpress import runs
from cms.wordpress.addresses import split
from cms.wordpress.forms.contents import Contents
from cms.wordpress.mapping import Mapping, MappingError, parse_mapping
from cms.wordpress.models import ImportRun
from cms.wordpress.providers import FIELDS

LARGEST_MAPPING = 1024**2
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?", re.I)
TARGETS = [
    ("article", gettext_lazy("service articles")),
    ("page", gettext_lazy("pages")),
    ("provider", gettext_lazy("providers")),
    ("skip", gettext_lazy("leave out")),
]
TAXONOMY_TARGETS = [
    ("topics", gettext_lazy("topics")),
    ("tags", gettext_lazy("tags")),
    ("leave", gettext_lazy("keep with the item, show nowhere")),
]


class LinesField(forms.CharField):
    """Names of hosts, one a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]  # gives many values, where its base gives one
        hosts = [host(line) for line in super().clean(value).split()]
        for name in hosts:
            if not HOST.fullmatch(name):
                raise forms.ValidationError(_("“%(name)s” is not the name of a host."), params={"name": name})
        return hosts


class PairsField(forms.CharField):
    """Fields of providers with the meta keys that fill them, one pair a line: ``city = doctor_city``."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return (
            "\n".join(f"{name} = {key}" for name, key in value.items()) if isinstance(value, dict) else value
        )

    def clean(self, value: Any) -> dict[str, str]:  # type: ignore[override]  # gives many values, where its base gives one
        pairs = {}
        for line in filter(None, map(str.strip, super().clean(value).splitlines())):
            name, equals, key = (part.strip() for part in line.partition("="))
            if not (equals and key):
                raise forms.ValidationError(_("Write “%(line)s” as field = meta key."), params={"line": line})
            if name not in FIELDS:
                known = ", ".join(sorted(FIELDS))
                raise forms.ValidationError(
                    _("Providers have no field “%(name)s”; known are %(known)s."),
                    params={"name": name, "known": known},
                )
            pairs[name] = key
        return pairs


def host(text: str) -> str:
    """Give the host of an address, or what stands there where it is one already."""
    return split(text).netloc or text.strip("/")


class ChoicesForm(forms.Form):
    """What becomes of what an export holds; made for the analysis of one run."""

    home = forms.CharField(
        label=gettext_lazy("Page that becomes the home page"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("The last part of its address in WordPress, such as “welcome”. Empty: none."),
    )
    header_menu = forms.CharField(
        label=gettext_lazy("Menu for the header"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Its slug in WordPress. Empty: the first menu of the export."),
    )
    without_url = forms.CharField(
        label=gettext_lazy("Where buttons without an address lead"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy(
            "An address such as /providers/. Empty: each such button is listed in the report."
        ),
    )
    hosts = LinesField(
        label=gettext_lazy("Further addresses of the old site"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Hosts such as www.old.example, one a line. Links to them become links to the pages here."
        ),
    )
    media_from = forms.ChoiceField(label=gettext_lazy("Images and documents"), widget=forms.RadioSelect)
    fetch_hosts = LinesField(
        label=gettext_lazy("Fetch files from these hosts, too"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("One a line. Without this, files come from the old site’s own hosts only."),
    )
    publish = forms.BooleanField(
        label=gettext_lazy("Publish text documents"),
        required=False,
        help_text=gettext_lazy("Otherwise each becomes a draft."),
    )
    overwrite = forms.BooleanField(
        label=gettext_lazy("Overwrite what was changed here"),
        required=False,
        help_text=gettext_lazy(
            "Pages that somebody edited here since the last import are otherwise left alone and listed. "
            "Their earlier versions stay in their history."
        ),
    )
    remove_gone = forms.BooleanField(
        label=gettext_lazy("Remove what the export no longer holds"),
        required=False,
        help_text=gettext_lazy("Of what earlier imports of the same site made. Otherwise it is only listed."),
    )
    mapping_file = forms.FileField(
        label=gettext_lazy("Mapping file"),
        required=False,
        validators=[FileExtensionValidator(["toml"])],
        help_text=gettext_lazy(
            "A TOML file, for what this form does not ask: single terms, prefixes and other names of shortcodes. "
            "It is read first; what you see below is filled in from it."
        ),
        widget=forms.FileInput(attrs={"accept": ".toml"}),
    )

    def __init__(self, run: ImportRun, *args: Any, **kwargs: Any) -> None:
        self.run, self.contents = run, Contents(run.options.get("analysis", {}))
        choices = run.options.get("choices", {})
        kwargs.setdefault("initial", initial_of(choices))
        super().__init__(*args, **kwargs)
        mapping = runs.mapping_of(choices)
        self.type_fields = self._add(
            self.contents.types, "type", TARGETS, lambda name: target_of(name, mapping)
        )
        self.taxonomy_fields = self._add(
            self.contents.taxonomies,
            "taxonomy",
            TAXONOMY_TARGETS,
            lambda name: mapping.taxonomies.get(name, "leave"),
        )
        self.pair_fields = self._add_pairs(mapping)
        self.fields["media_from"].choices = media_choices()  # type: ignore[attr-defined]  # of a choice field
        if menus := self.contents.menus:
            self.fields["header_menu"] = forms.ChoiceField(
                label=self.fields["header_menu"].label,
                required=False,
                choices=[("", _("the first of the export")), *menus.items()],
            )
        if not run.files.filter(name__iendswith=".txt").exists():
            del self.fields["publish"]

    def _add(
        self,
        counts: dict[str, str],
        prefix: str,
        choices: Sequence[tuple[str, str | Promise]],
        initial: Callable[[str], str],
    ) -> dict[str, str]:
        """Add a choice for each name that the export holds; gives the field of each name."""
        fields = {name: f"{prefix}-{number}" for number, name in enumerate(counts)}
        for name, field in fields.items():
            self.fields[field] = forms.ChoiceField(
                label=name, choices=choices, initial=initial(name), help_text=counts[name]
            )
        return fields

    def _add_pairs(self, mapping: Mapping) -> dict[str, str]:
        """Add, for each type that WordPress itself does not have, which meta keys fill which fields of a provider."""
        fields = {
            name: f"fields-{field}"
            for name, field in self.type_fields.items()
            if name not in ("post", "page")
        }
        for name, field in fields.items():
            entry = mapping.types.get(name)
            self.fields[field] = PairsField(
                label=_("Fields of “%(name)s”") % {"name": name},
                required=False,
                initial=dict(entry.fields) if entry else {},
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_(
                    "Where it becomes providers: field = meta key, one a line, such as city = doctor_city."
                ),
            )
        return fields

    def clean_mapping_file(self) -> str:
        upload = self.cleaned_data["mapping_file"]
        if not upload:
            return ""
        if upload.size > LARGEST_MAPPING:
            raise forms.ValidationError(_("The file is larger than a mapping file ever is."))
        try:
            text = upload.read().decode()
            parse_mapping(text, f"“{upload.name}”")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("The file is not text in UTF-8.")) from error
        except MappingError as error:
            raise forms.ValidationError(str(error)) from error
        return text

    def clean_without_url(self) -> str:
        address = self.cleaned_data["without_url"]
        if address and not address.startswith(("/", "http://", "https://", "mailto:", "tel:")):
            raise forms.ValidationError(_("Write an address such as /providers/ or https://…"))
        return address

    def choices(self) -> dict[str, Any]:
        """Give the choices as ``ImportRun.options`` keeps them."""
        data = self.cleaned_data
        plain = (
            "home",
            "header_menu",
            "without_url",
            "hosts",
            "media_from",
            "fetch_hosts",
            "overwrite",
            "remove_gone",
        )
        return {
            **{name: data[name] for name in plain},
            "publish": data.get("publish", False),
            "toml": self.run.options.get("choices", {}).get("toml", ""),
            "types": {name: data[field] for name, field in self.type_fields.items()},
            "fields": {name: data[field] for name, field in self.pair_fields.items()},
            "taxonomies": {name: data[field] for name, field in self.taxonomy_fields.items()},
        }

    def bound(self, fields: Iterable[str]) -> list[forms.BoundField]:
        return [self[name] for name in fields if name in self.fields]


def initial_of(choices: dict[str, Any]) -> dict[str, Any]:
    mapping = runs.mapping_of(choices)
    return {
        "media_from": "none",
        "home": mapping.home,
        "header_menu": mapping.header_menu,
        "without_url": mapping.button_without_url,
        "hosts": mapping.hosts,
        **{name: value for name, value in choices.items() if name in ChoicesForm.base_fields},
    }


def target_of(name: str, mapping: Mapping) -> str:
    entry = mapping.types.get(name)
    return entry.target if entry else "page"


def media_choices() -> list[tuple[str, str]]:
    folders = [
        (f"folder:{name}", _("take them from the folder “%(name)s” on the server") % {"name": name})
        for name in runs.media_folders()
    ]
    return [("none", _("leave out")), ("fetch", _("fetch them from the old site")), *folders]
