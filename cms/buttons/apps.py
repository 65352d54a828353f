from django.apps import AppConfig


class ButtonsConfig(AppConfig):
    name = "cms.buttons"
    label = "buttons"
    verbose_name = "Buttons"
