"""What ``mcneval.draw`` offers: the house's look and its drawings."""

from mcneval.figures.argument import argument
from mcneval.figures.charts import bars, dots, heat, intervals, lines, spans
from mcneval.figures.flows import flows
from mcneval.figures.network import network
from mcneval.figures.style import KINDS, PALETTE, STYLE, put_legend, set_look, whole_numbers
from mcneval.figures.system_map import system_map

__all__ = [
    "KINDS",
    "PALETTE",
    "STYLE",
    "argument",
    "bars",
    "dots",
    "flows",
    "heat",
    "intervals",
    "lines",
    "network",
    "put_legend",
    "set_look",
    "spans",
    "system_map",
    "whole_numbers",
]
