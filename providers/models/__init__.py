from providers.models.directory import ProviderDirectory
from providers.models.pages import ProviderIndexPage
from providers.models.provider import Provider
from providers.models.specialty import Specialty

__all__ = ["Provider", "ProviderDirectory", "ProviderIndexPage", "Specialty"]
