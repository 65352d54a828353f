"""The screen that shows the reviews of an article and records a new one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import Button
from wagtail.models import Page

from services.models import ServiceArticlePage
from services.models.clinical_review import ReviewForm

PERMISSION = "services.record_review"


class ArticleReviewForm(ReviewForm):
    """Refuses to vouch for a version that was replaced while the reviewer was reading."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, months: int, version: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["next_review_on"].help_text = ngettext(
            "Left empty, it is due %(months)d month after this one.",
            "Left empty, it is due %(months)d months after this one.",
            months,
        ) % {"months": months}
        self.current_version = version
        self.fields["version"].initial = version

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("version") != self.current_version:
            raise ValidationError(
                _(
                    "The page was changed since you opened this form. Read it again, open this form anew and record the review."
                )
            )
        return data


class ReviewView(WagtailAdminTemplateMixin, FormView):
    """For whoever may edit the article; the form is for those who may record reviews."""

    template_name = "services/admin/review.html"
    form_class = ArticleReviewForm
    header_icon = "clipboard-list"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        allowed = self.article.permissions_for_user(request.user).can_edit()
        if not allowed or (request.method == "POST" and not self.may_record):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def article(self) -> ServiceArticlePage:
        return get_object_or_404(ServiceArticlePage, pk=self.kwargs["pk"])

    @property
    def may_record(self) -> bool:
        return bool(self.request.user.has_perm(PERMISSION))  # type: ignore[union-attr]  # Wagtail asked for a log-in

    @property
    def version(self) -> int | None:
        """Give the version that readers see, or the draft of an article that was never published."""
        return self.article.live_revision_id if self.article.live else self.article.latest_revision_id

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "months": self.article.review_cycle, "version": self.version}

    def form_valid(self, form: ArticleReviewForm) -> HttpResponse:
        version = self.version
        if version is None and not self.article.live:
            # What was read is kept; without it, the review would count for whatever is published one day.
            version = self.article.save_revision(user=self.request.user, clean=False).pk
        review = form.record(self.article, self.request.user, version)
        messages.success(
            self.request,
            _("The review of “%(title)s” is recorded. The next one is due on %(date)s.")
            % {"title": self.article.title, "date": date_format(review.next_review_on)},
        )
        return super().form_valid(form)

    def get_success_url(self) -> str:
        return reverse("article_reviews:article", args=[self.article.pk])

    def get_page_title(self) -> str:
        return _("Reviews of “%(title)s”") % {"title": self.article.get_admin_display_title()}

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("article_reviews:report"), "label": _("Reviews")},
            {"url": "", "label": self.article.get_admin_display_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reviews = self.article.reviews.select_related("reviewer", "recorded_by").prefetch_related("others")
        return super().get_context_data(
            article=self.article,
            may_record=self.may_record,
            latest=self.article.latest_review,
            reviews=reviews,
            in_force=set(self.article.reviews.in_force().values_list("pk", flat=True)),
            submit_button_label=_("Record the review"),
            submit_button_active_label=_("Recording…"),
            **kwargs,
        )


def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Give the button in the header of an article's screens; for the hook ``register_page_header_buttons``."""
    yield from listing_buttons(page, user, next_url)


def listing_buttons(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """Give the button in the menu of an article's row; for the hook ``register_page_listing_more_buttons``."""
    if page.specific_class is ServiceArticlePage and page.permissions_for_user(user).can_edit():
        url = reverse("article_reviews:article", args=[page.pk])
        yield Button(_("Reviews"), url, icon_name="clipboard-list", priority=66)
