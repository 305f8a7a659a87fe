"""International English: day before month."""

DATE_FORMAT = "j F Y"
