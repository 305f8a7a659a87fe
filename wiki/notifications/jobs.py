"""Work of notices that comes back: see ``wiki.core.schedule``."""

from django.conf import settings
from django.utils import timezone

from wiki.core.schedule import every
from wiki.notifications.sending import gather_daily, send_due
from wiki.notifications.services.reading import forget_old


@every(minutes=1, name="notifications.send")
def send_notices() -> None:
    """E-mails that failed or that a lost task left; the rest is sent as soon as it happens."""
    send_due()


@every(minutes=10, name="notifications.daily")
def send_daily() -> None:
    """From the hour of the setting on, one message for each person to whom something happened."""
    now = timezone.localtime()
    if now.hour >= settings.NOTICES_DAILY_HOUR and gather_daily(now.date()):
        send_due()


@every(days=1, name="notifications.forget")
def forget() -> None:
    """Notices of more than a year are forgotten."""
    forget_old()
