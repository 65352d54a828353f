from django.urls import re_path

from cms.pages.markdown import markdown_twin

# The path of a page as Wagtail knows it: PostgreSQL refuses the NUL that any sign would let in.
urlpatterns = [re_path(r"^(?P<page_path>(?:[\w-]+/)*)index\.md$", markdown_twin, name="markdown_twin")]
