"""Fill an empty site with the demo."""

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from wagtail.models import Site

from cms.wordpress.context import Options
from cms.wordpress.demo import additions
from cms.wordpress.importer import Importer
from cms.wordpress.mapping import parse_mapping
from cms.wordpress.models import ImportRun

DEMO = Path(__file__).resolve().parents[2] / "demo"
USERNAME = "admin"


class Command(BaseCommand):
    help = "Imports the demo export and creates an administrator with a random password; a second run repeats nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        address = settings.WAGTAILADMIN_BASE_URL
        if not ImportRun.objects.filter(status=ImportRun.Status.FINISHED).exists():
            if not ImportRun.objects.exists():  # else an earlier try was stopped, and this one goes on
                self._refuse_a_site_in_use()
            self.stdout.write("Importing the demo …")
            mapping = parse_mapping((DEMO / "mapping.toml").read_text(encoding="utf-8"))
            Importer(DEMO / "export.xml", Options(mapping=mapping, media=DEMO / "uploads")).run()
        if not additions.are_there():
            additions.add()
        self._set_address(address)
        self.stdout.write(f"The site:  {address}/")
        self.stdout.write(f"The admin: {address}{reverse('wagtailadmin_home')}")
        password = self._create_administrator()
        if password:
            self.stdout.write(f"Log in as {USERNAME} with the password {password} (shown this once).")

    def _refuse_a_site_in_use(self) -> None:
        home = Site.objects.get(is_default_site=True).root_page
        if home.numchild or home.latest_revision_id:
            raise CommandError(
                "This site has pages already. The demo fills an empty site only; use another database."
            )

    def _set_address(self, address: str) -> None:
        parts = urlsplit(address)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        Site.objects.filter(is_default_site=True).update(hostname=parts.hostname, port=port)

    def _create_administrator(self) -> str:
        users = get_user_model()._default_manager
        if users.filter(is_superuser=True).exists():
            return ""
        password = secrets.token_urlsafe(12)
        users.create_superuser(USERNAME, "admin@example.org", password)
        return password
