"""The form that records a review, and the step of a workflow that asks for it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import AbstractGroupApprovalTask, TaskState

from services.models.article import ServiceArticlePage
from services.models.author import Author
from services.models.review import Review, months_after


class ReviewerField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        label = ", ".join(filter(None, (obj.name, obj.credentials)))
        code = obj.locale.language_code
        return label if code == get_language() else f"{label} ({obj.locale.get_display_name()})"


class ReviewersField(ReviewerField, forms.ModelMultipleChoiceField):
    """Any number of them."""


class ReviewForm(forms.Form):
    """Who read the whole page, when, and against what.

    Its cleaned data can be written as JSON, because Wagtail sends that of an approval through the browser.
    """

    reviewer = ReviewerField(
        label=_("Reviewer"),
        queryset=Author.objects.exclude(credentials="").select_related("locale"),
        help_text=_("Authors with credentials; write them under Articles, Authors."),
    )
    others = ReviewersField(
        label=_("Together with"),
        queryset=Author.objects.select_related("locale"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Such as a second doctor, or a patient who read it for its words. Readers see their names."
        ),
    )
    reviewed_on = forms.DateField(
        label=_("Reviewed on"),
        initial=timezone.localdate,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    next_review_on = forms.DateField(
        label=_("Next review due"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Left empty, it follows from the review cycle of the page."),
    )
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The guidelines and studies that the page was checked against. Readers do not see this."),
    )
    whole_page = forms.BooleanField(
        label=_("I reviewed the whole page"),
        help_text=_("Or the reviewer named above did. A review of a part of it sets no dates."),
        error_messages={
            "required": _(
                "Tick this only after the whole page was reviewed; without it, nothing is recorded."
            )
        },
    )

    def clean_reviewer(self) -> int:
        return self.cleaned_data["reviewer"].pk

    def clean_others(self) -> list[int]:
        return [
            author.pk
            for author in self.cleaned_data["others"]
            if author.pk != self.cleaned_data.get("reviewer")
        ]

    def clean_reviewed_on(self) -> Any:
        day = self.cleaned_data["reviewed_on"]
        if day > timezone.localdate():
            raise ValidationError(
                _("A review cannot be recorded before it was done. Choose today or an earlier day.")
            )
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        reviewed_on, due = data.get("reviewed_on"), data.get("next_review_on")
        if reviewed_on and due and due <= reviewed_on:
            self.add_error("next_review_on", _("The next review must be due after this one."))
        return data

    def record(self, article: ServiceArticlePage, user: Any, revision: int | None) -> Review:
        """Store a valid form as the review of a version, and note it in the history of the page."""
        data = self.cleaned_data
        is_public = article.live and revision == article.live_revision_id
        due = data["next_review_on"] or months_after(data["reviewed_on"], article.review_cycle)
        with transaction.atomic():
            review = Review.objects.create(
                article=article,
                reviewer_id=data["reviewer"],
                evidence=data["evidence"],
                reviewed_on=data["reviewed_on"],
                next_review_on=due,
                revision=None if is_public else revision,
                recorded_by=user,
            )
            review.others.set(data["others"])
            log(
                instance=article, action="services.review", user=user, data={"reviewer": review.reviewer.name}
            )
        return review


class ClinicalReviewTask(AbstractGroupApprovalTask):
    """An approval that records a review of the version that it approves."""

    class Meta:
        verbose_name = _("clinical review task")
        verbose_name_plural = _("clinical review tasks")

    @classmethod
    def get_description(cls) -> str:
        return gettext(
            "Members of the chosen groups say who reviewed the whole page, and against what, to approve it"
        )

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """Leave only the approval that asks for the form."""
        return [
            (name, _("Approve as reviewed") if name == "approve" else label, modal)
            for name, label, modal in super().get_actions(obj, user)
            if modal
        ]

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        return ReviewForm if action == "approve" else super().get_form_for_action(action)

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> Any:
        """Check what came through the browser once more; the evidence becomes the comment of the approval.

        Raises PermissionDenied for an approval without a complete review. An approved page that is no article has
        no reviews, and only the comment stays.
        """
        if action_name != "approve":
            return super().on_action(task_state, user, action_name, **kwargs)
        form = ReviewForm(kwargs)
        if not form.is_valid():
            raise PermissionDenied
        with transaction.atomic():
            page = task_state.revision.content_object
            if isinstance(page, ServiceArticlePage):
                form.record(page, user, task_state.revision_id)
            return super().on_action(task_state, user, action_name, comment=form.cleaned_data["evidence"])
