"""The site's own settings; the environment gives them a throwaway place for all state."""

from wiki.settings import *  # noqa: F403
