"""The errors that a person can mend; the command shows them without a traceback."""

from __future__ import annotations

import errno

MENDS = {
    errno.ENOSPC: "The disk is full. Free some space and try again.",
    errno.EDQUOT: "Your share of the disk is full. Free some space and try again.",
    errno.EACCES: "There is no permission. Change it, or choose another folder.",
    errno.EPERM: "There is no permission. Change it, or choose another folder.",
    errno.EROFS: "It can only be read. Choose another folder for what is written.",
    errno.ENAMETOOLONG: "The name is too long. Choose a shorter one.",
    errno.EMFILE: "Too many files are open. Close other programs and try again.",
    errno.ELOOP: "Links lead round in a circle. Take them out.",
}


class McnevalError(Exception):
    """Something is wrong with what was given, and the message says what to do."""


class MissingError(McnevalError, FileNotFoundError):
    """A folder or file is not there; the message says how it comes to be."""


def tell_fault(error: OSError | MemoryError) -> str:
    """Return in one line what the computer could not do, and what to do about it.

    Examples
    --------
    >>> tell_fault(OSError(errno.ENOSPC, "No space left on device", "results/a.csv"))
    'results/a.csv: No space left on device. The disk is full. Free some space and try again.'
    """
    if isinstance(error, MemoryError):
        return "This computer has too little memory for it. Close other programs, or try less."
    # shutil gives what it could not copy as a list of triples.
    first = error.args[0] if error.args else ""
    if isinstance(first, list) and first:
        source, _, why = first[0]
        return f"{source}: {why}"
    where = f"{error.filename}: " if error.filename else ""
    mend = MENDS.get(error.errno or 0, "")
    return f"{where}{error.strerror or error}. {mend}".strip()
