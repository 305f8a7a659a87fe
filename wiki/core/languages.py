"""Languages in which pages are written."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """A page's own language (ISO 639-1): the analysis and the ``lang`` attribute follow it."""

    FRENCH = "fr", _("French")
    ENGLISH = "en", _("English")
