from django.apps import AppConfig


class ImagesConfig(AppConfig):
    name = "cms.images"
    label = "images"
    verbose_name = "Images"

    def ready(self) -> None:
        from cms.images import signal_handlers

        signal_handlers.register()
