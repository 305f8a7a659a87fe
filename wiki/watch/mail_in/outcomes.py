"""What a message came to."""

from enum import StrEnum


class Outcome(StrEnum):
    """What a message came to."""

    NOTED = "noted"
    #: Somebody had noted the page: the words are a comment there.
    COMMENTED = "commented"
    #: The same message again.
    KNOWN = "known"
    UNREADABLE = "unreadable"
    AUTOMATIC = "automatic"
    FORGED = "forged"
    #: The house's mail server does not say that the sender is genuine (WATCH_MAIL_AUTHSERV).
    UNVERIFIED = "unverified"
    UNKNOWN_SENDER = "unknown_sender"
    NO_COMMUNITY = "no_community"
    NO_LINK = "no_link"
    REFUSED = "refused"
