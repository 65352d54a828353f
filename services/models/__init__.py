from services.models.article import ServiceArticlePage, ServiceArticleTag
from services.models.author import Author
from services.models.clinical_review import ClinicalReviewTask
from services.models.index import ServiceArticleIndexPage
from services.models.review import Review, ReviewReminder
from services.models.topic import Topic

__all__ = [
    "Author",
    "ClinicalReviewTask",
    "Review",
    "ReviewReminder",
    "ServiceArticleIndexPage",
    "ServiceArticlePage",
    "ServiceArticleTag",
    "Topic",
]
