"""What editors fill in for an article."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm


class ServiceArticleForm(WagtailAdminPageForm):
    """The edit form of an article, where “minor change” is ticked for one publication only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.has_unpublished_changes:
            self.initial["minor_change"] = False
