"""Why an address gave nothing. Each has a ``reason``: a code to keep and to show in words."""


class FetchRefused(Exception):  # noqa: N818  (named after the situation)
    """Nothing was read: we would not, or the other side did not let us."""

    reason = "refused"


class AddressRefused(FetchRefused):
    """Not an address of the public web."""

    reason = "address"


class Unreachable(FetchRefused):
    """The name is unknown, nobody answers, or the certificate is not theirs."""

    reason = "unreachable"


class TooSlow(FetchRefused):
    """It was not over in time."""

    reason = "slow"


class TooLarge(FetchRefused):
    """More than we read, before or after decompression."""

    reason = "large"


class TooManyRedirects(FetchRefused):
    """It leads on and on."""

    reason = "redirects"


class Unreadable(FetchRefused):
    """What came is not HTTP, or compressed in a way that we did not ask for."""

    reason = "unreadable"
