"""A coded qualitative evaluation of a managed clinical network, from tables to a report.

    import mcneval as mc
    study = mc.open_study("york-2021")
    mc.themes.count_evidence(study)

``people``, ``codes``, ``agreement``, ``saturation``, ``themes`` and ``system`` take a study and
return frames; ``draw`` takes frames and returns Axes; ``show`` makes a cell's result an exhibit.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"
__all__ = [
    "agreement",
    "codes",
    "draw",
    "open_study",
    "people",
    "saturation",
    "show",
    "system",
    "themes",
]
_PLACES = {
    "draw": "mcneval.figures.draw",
    "open_study": "mcneval.notebook:open_study",
    "show": "mcneval.notebook:show",
}


def __getattr__(name: str) -> Any:
    """Load a room when it is first asked for, so that ``mcn --help`` loads no pandas."""
    if name not in __all__:
        raise AttributeError(f"module 'mcneval' has no attribute {name!r}")
    module, _, inner = _PLACES.get(name, f"mcneval.analysis.{name}").partition(":")
    found = import_module(module)
    value = getattr(found, inner) if inner else found
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
