"""People who sign in, and what they say of themselves."""

from wiki.people.models.profile import FIELDS, Contact, Profile, Seen
from wiki.people.models.user import User, UserManager

__all__ = ["FIELDS", "Contact", "Profile", "Seen", "User", "UserManager"]
