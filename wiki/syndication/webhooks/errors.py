"""Why a channel cannot be kept."""


class ChannelRefused(Exception):  # noqa: N818  (named after the situation)
    """The channel cannot be kept as it is."""


class TooManyChannels(ChannelRefused):
    """The community has as many as there may be."""
