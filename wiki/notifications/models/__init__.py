"""What people follow, what they are told, and how it reaches them."""

from wiki.notifications.models.delivery import Delivery
from wiki.notifications.models.follow import Follow
from wiki.notifications.models.notice import Notice
from wiki.notifications.models.wishes import Pause, Wish

__all__ = ["Delivery", "Follow", "Notice", "Pause", "Wish"]
