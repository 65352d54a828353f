from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        """Index again after publishing: ``post_save`` comes before topics, tags and specialties are stored."""
        from wagtail.search.signal_handlers import post_save_signal_handler
        from wagtail.signals import published

        published.connect(post_save_signal_handler, dispatch_uid="index_what_was_published")
