"""The form with which the CMS takes pictures: a bad one is an error of the form."""

from typing import Any

from django.forms import FileField
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from wiki.core.uploads.pictures import DAMAGED, damaged
from wiki.core.uploads.refusals import extension_of, refuse_drawing, refuse_large


class PictureField(WagtailImageField):
    """Wagtail's field, which opens the content before anybody has checked it.

    What it does not expect of a picture becomes an error of the field; the thorough check
    is the model's own (``wiki.core.uploads.pictures``).
    """

    def to_python(self, data: Any) -> Any:
        uploaded = FileField.to_python(self, data)
        if uploaded is None:
            return None
        refuse_drawing(uploaded)
        if self.max_upload_size is not None:
            refuse_large(uploaded, limit=self.max_upload_size)
        try:
            return super().to_python(data)
        except DAMAGED as error:
            raise damaged(extension_of(uploaded)) from error


class PictureForm(BaseImageForm):
    """Wagtail's form with our field; the multiple upload edits without a file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theirs = self.fields.get("file")
        if theirs is not None:
            self.fields["file"] = PictureField(
                label=theirs.label,
                required=theirs.required,
                widget=theirs.widget,
                max_length=theirs.max_length,
            )
