"""What stops a daily trial."""


class NotProven(Exception):
    """The form did not come to what a person's would have. `code` says where it stopped; it holds no personal data."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
