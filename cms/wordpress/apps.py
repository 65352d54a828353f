from django.apps import AppConfig


class WordPressConfig(AppConfig):
    name = "cms.wordpress"
    label = "wordpress"
    verbose_name = "WordPress import"
