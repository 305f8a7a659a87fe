"""How digests are made, who gets them, and what became of each message."""

from wiki.digests.models.edition import DigestSettings, Edition
from wiki.digests.models.mailing import Delivery, Mailing, Rendering
from wiki.digests.models.subscription import (
    OutsideAddress,
    ReadingChoice,
    Rhythm,
    StoppedAddress,
    Subscription,
)

__all__ = [
    "Delivery",
    "DigestSettings",
    "Edition",
    "Mailing",
    "OutsideAddress",
    "ReadingChoice",
    "Rendering",
    "Rhythm",
    "StoppedAddress",
    "Subscription",
]
