"""Frames and numbers from a study; the rooms are those that ``mcneval`` offers.

``people``, ``codes``, ``agreement``, ``saturation``, ``themes`` and ``system``. Nothing here
writes sentences or draws. Columns of counts have a dtype that says what they count.
"""

import mcneval.roles  # noqa: F401 – tells pandas of the dtypes count[…], share[…]
