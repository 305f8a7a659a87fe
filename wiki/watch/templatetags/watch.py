"""How figures of sources are shown."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def percent(part: int, whole: int) -> int:
    """The part in whole percents; 0 of nothing."""
    return round(100 * part / whole) if whole else 0


@register.filter
def share(part: int, whole: int) -> str:
    """The part as « 12 % »."""
    return _("%(n)d%%") % {"n": percent(part, whole)}
