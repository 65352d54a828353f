"""Topics and authors in the admin."""

from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from services.models import Author, Topic


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "folder-open-inverse"
    menu_label = "Topics"
    list_display = ["name", "parent", "slug"]


class AuthorViewSet(SnippetViewSet):
    model = Author
    icon = "user"
    menu_label = "Authors"
    list_display = ["name", "role", "slug"]


class ServicesViewSetGroup(SnippetViewSetGroup):
    items = (TopicViewSet, AuthorViewSet)
    menu_icon = "folder-open-inverse"
    menu_label = "Articles"
    menu_name = "articles"
    menu_order = 205
