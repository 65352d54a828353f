from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "services"
    verbose_name = "Service articles"

    def ready(self) -> None:
        """Let Wagtail know that reviews refer to authors, so that it explains why one of them cannot be deleted."""
        from wagtail.models import ReferenceIndex

        from services.models import Review

        ReferenceIndex.register_model(Review)
