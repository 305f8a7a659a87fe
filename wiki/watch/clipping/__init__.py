"""From a link that somebody thinks worth sharing to a note that colleagues read."""
