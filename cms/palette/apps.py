from django.apps import AppConfig


class PaletteConfig(AppConfig):
    name = "cms.palette"
    label = "palette"
    verbose_name = "Palette"
