"""mcneval: qualitative evaluations of managed clinical networks that can be re-run."""

__version__ = "0.1.0"
