"""Languages that people speak: more than those in which the site is written."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Spoken(TextChoices):
    """Those that colleagues look for most; by ISO code, sign language included."""

    FRENCH = "fr", _("French")
    ENGLISH = "en", _("English")
    GERMAN = "de", _("German")
    SPANISH = "es", _("Spanish")
    ITALIAN = "it", _("Italian")
    PORTUGUESE = "pt", _("Portuguese")
    DUTCH = "nl", _("Dutch")
    POLISH = "pl", _("Polish")
    ROMANIAN = "ro", _("Romanian")
    ARABIC = "ar", _("Arabic")
    TURKISH = "tr", _("Turkish")
    UKRAINIAN = "uk", _("Ukrainian")
    RUSSIAN = "ru", _("Russian")
    CHINESE = "zh", _("Chinese")
    FRENCH_SIGN = "fsl", _("French sign language")
