"""What keeps a file from being read or written, said in one line."""

from __future__ import annotations

from mcneval.errors import McnevalError


class ExchangeError(McnevalError):
    """A file cannot be used; the message says what, where and how to mend it."""

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))
