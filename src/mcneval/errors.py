"""The errors that a person can mend; the command shows them without a traceback."""


class McnevalError(Exception):
    """Something is wrong with what was given, and the message says what to do."""


class MissingError(McnevalError, FileNotFoundError):
    """A folder or file is not there; the message says how it comes to be."""
