"""Figures: each function takes a frame and returns Axes.

``charts`` has the forms that seaborn has, under the house's look; ``network``, ``flows`` and
``system_map`` have one drawing each. ``style`` is the look, and how a figure becomes SVG.
"""
