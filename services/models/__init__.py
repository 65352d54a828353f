from services.models.article import ServiceArticlePage, ServiceArticleTag
from services.models.author import Author
from services.models.index import ServiceArticleIndexPage
from services.models.topic import Topic

__all__ = ["Author", "ServiceArticleIndexPage", "ServiceArticlePage", "ServiceArticleTag", "Topic"]
