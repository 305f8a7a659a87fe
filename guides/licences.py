"""Licences under which a page may be reused."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Licence(models.TextChoices):
    """SPDX identifiers (https://spdx.org/licenses/) with the name people know."""

    CC0 = "CC0-1.0", _("CC0 1.0 – no condition")
    CC_BY = "CC-BY-4.0", _("CC BY 4.0 – name the author")
    CC_BY_SA = "CC-BY-SA-4.0", _("CC BY-SA 4.0 – name the author, share alike")
    CC_BY_NC = "CC-BY-NC-4.0", _("CC BY-NC 4.0 – name the author, no commercial use")
    CC_BY_NC_SA = "CC-BY-NC-SA-4.0", _("CC BY-NC-SA 4.0 – no commercial use, share alike")
    CC_BY_ND = "CC-BY-ND-4.0", _("CC BY-ND 4.0 – name the author, no change")
    ETALAB = "etalab-2.0", _("Open Licence 2.0 (Etalab)")
    OGL_UK = "OGL-UK-3.0", _("Open Government Licence 3.0")
    GFDL = "GFDL-1.3-or-later", _("GNU Free Documentation Licence 1.3 or later")
    MIT = "MIT", _("MIT")
