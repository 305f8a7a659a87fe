"""The small picture of oneself in the CMS: checked as pictures are, with a limit of its own."""

from typing import Any

from django.conf import settings
from django.forms import FileField, ImageField
from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.admin.views.account import AvatarSettingsPanel

from wiki.core.uploads.pictures import check_picture
from wiki.core.uploads.refusals import refuse_drawing, refuse_large


class PortraitField(ImageField):
    """Refuses what is too large before anybody opens it."""

    def to_python(self, data: Any) -> Any:
        uploaded = FileField.to_python(self, data)
        if uploaded is None:
            return None
        refuse_large(uploaded, limit=settings.PORTRAIT_MAX_UPLOAD_SIZE)
        refuse_drawing(uploaded)
        return super().to_python(data)


class PortraitForm(AvatarPreferencesForm):
    """Wagtail's form, which makes the picture smaller and asks nothing of it before."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theirs = self.fields["avatar"]
        self.fields["avatar"] = PortraitField(
            label=theirs.label, required=False, widget=theirs.widget
        )

    def clean_avatar(self) -> Any:
        uploaded = self.cleaned_data.get("avatar")
        if uploaded:
            check_picture(uploaded)
        return super().clean_avatar()


def replace_wagtails_portraits() -> None:
    """Wagtail has no setting for it, and its own template is silent about errors."""
    AvatarSettingsPanel.form_class = PortraitForm
    AvatarSettingsPanel.template_name = "people/portrait_panel.html"
