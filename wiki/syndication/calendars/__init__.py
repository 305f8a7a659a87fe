"""The dates of communities, for people's calendars."""
