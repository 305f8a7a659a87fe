"""What a reviewer writes."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm


class AskChangesForm(TaskStateCommentForm):
    """Whoever sends a page back says what is missing."""

    comment = forms.CharField(
        label=_("What should change"),
        help_text=_("The author reads it as you write it, and resubmits the page afterwards."),
        widget=forms.Textarea({"rows": 4}),
    )


__all__ = ["AskChangesForm", "TaskStateCommentForm"]
