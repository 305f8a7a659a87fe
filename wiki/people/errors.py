"""What can stand in the way of an account's acts."""


class ErasureRefused(Exception):  # noqa: N818  (named after the situation)
    """Something has to be settled first; ``reasons`` are sentences for the person."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(*reasons)
        self.reasons = reasons
