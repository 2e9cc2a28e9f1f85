"""What Pandoc answered before, so that a book made again asks only about what changed."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from threading import Lock


class Memory:
    """Answers by question, the oldest forgotten first; questions are kept as hashes."""

    def __init__(self, most_bytes: int) -> None:
        self._answers: OrderedDict[bytes, bytes] = OrderedDict()
        self._most = most_bytes
        self._held = 0
        self._lock = Lock()

    def find(self, *question: str) -> bytes | None:
        """Return the answer to a question, or None."""
        with self._lock:
            return self._answers.get(_hash(question))

    def keep(self, answer: bytes, *question: str) -> None:
        """Remember an answer."""
        key = _hash(question)
        with self._lock:
            if key in self._answers:
                return
            self._answers[key] = answer
            self._held += len(answer)
            while self._held > self._most:
                self._held -= len(self._answers.popitem(last=False)[1])


def _hash(question: tuple[str, ...]) -> bytes:
    digest = hashlib.blake2b(digest_size=20)
    for part in question:
        digest.update(len(part).to_bytes(8, "big") + part.encode())
    return digest.digest()
