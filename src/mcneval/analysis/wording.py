"""How shares and coefficients are written in tables and prose."""

from __future__ import annotations

from mcneval.exhibits import escape_markdown

NOT_ESTIMABLE = "not estimable"


def write_percent(share: float) -> str:
    """Return a proportion as a whole per cent; only nothing is 0% and only all is 100%."""
    whole = round(share * 100)
    if whole == 0 and share > 0:
        return "under 1%"
    if whole == 100 and share < 1:
        return "over 99%"
    return f"{whole}%"


def write_estimate(value: float | None, decimals: int = 2) -> str:
    """Return a coefficient with its decimals, or "not estimable"."""
    if value is None or is_unknown(value):
        return NOT_ESTIMABLE
    # Adding nothing turns -0.0 into 0.0, so that no "-0.00" is printed.
    return f"{round(value, decimals) + 0.0:.{decimals}f}"


def write_bounds(low: float | None, high: float | None, decimals: int = 2) -> str:
    """Return an interval as "0.42 to 0.61", or "" where it could not be estimated."""
    if is_unknown(low) or is_unknown(high):
        return ""
    return f"{write_estimate(low, decimals)} to {write_estimate(high, decimals)}".replace("-", "−")


def is_unknown(value: float | None) -> bool:
    """Return whether a value is None or not a number."""
    return value is None or value != value


def write_known(share: float) -> str:
    """Return a share in per cent, or a dash where there is none."""
    return "–" if is_unknown(share) else write_percent(share)


def shorten_label(label: str) -> str:
    """Return what stands before a colon: ``Phase 1: forming`` becomes ``Phase 1``."""
    return label.split(":")[0].strip()


def start_sentence(words: str) -> str:
    """Return words with a capital first letter."""
    return words[:1].upper() + words[1:]


def begin_small(words: str) -> str:
    """Return words as they stand within a sentence; what begins in capitals stays: ``NHS``."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def quote_label(label: str) -> str:
    """Return the name of a code or theme as prose quotes it: “Money”."""
    return f"“{escape_markdown(label)}”"
