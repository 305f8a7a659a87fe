"""Numbers of rows that somebody typed into an address or a form."""

#: Digits of a number that every database can be asked about.
LONGEST = 18


def row_number(typed: object) -> int | None:
    """The number that this text is; None where no row can have it."""
    text = str(typed)
    fits = text.isascii() and text.isdecimal() and len(text) <= LONGEST
    return int(text) if fits else None
