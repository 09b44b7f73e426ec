"""The root of every error that Mizan raises on purpose."""


class MizanError(Exception):
    """Something went wrong that we know how to name; the message is safe to show."""


class AskerError(MizanError):
    """The person who asked can fix this: exit status 2 at the terminal, HTTP 4xx on the web."""


class NotFound(AskerError):
    """What was asked for is not in the corpus (HTTP 404)."""


class BadFile(AskerError):
    """A file that the reader gave cannot be used; the message names it and the mend."""
