"""Forms of comments; what a text may hold is decided in the services."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wiki.feedback.models import LONGEST, Comment

HELP = _(
    "Plain text; an empty line begins a paragraph. @First Name Last Name tells a person, "
    "@community tells a community, if they may read this page."
)


class CommentForm(forms.ModelForm):
    """The words of a comment."""

    class Meta:
        model = Comment
        fields = ["text"]
        help_texts = {"text": HELP}
        widgets = {"text": forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST})}


class HidingForm(forms.ModelForm):
    """Why a comment is hidden: its author reads it."""

    hidden_reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("The author of the comment reads it.")
    )

    class Meta:
        model = Comment
        fields = ["hidden_reason"]
