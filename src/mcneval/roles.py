"""What a column of numbers counts or measures: a dtype, so that it travels with the values.

``frame.astype({"people": "count[people of speakers]"})`` is all that an analysis writes. Filter,
sort, rename, merge, pivot, melt, group and sum keep it; ``.astype(int)`` and new counts
(``.size()``, ``.nunique()``) have none, which the exhibit refuses. The words are

- ``count[what of whom]``: a whole number, such as ``count[people of register]``;
- ``share[…]``, ``rate[…]``: a fraction of such a count, or a count divided by one;
- ``number[…]``: what counts nobody, such as ``number[round]``.

A count or share that may not be shown is *under* the smallest that may, or *withheld*: missing for
arithmetic and drawing, and written in such words. The sum of people who may be the same people is
no count of people any more: it becomes ``count[mentions of …]``. Only the register's groups add up.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray, ExtensionDtype, register_extension_dtype, take

WRITTEN = re.compile(
    r"(count|share|rate|number)\[([\w %/-]+?)(?: of ([\w %/-]+?))?(?: under (\d+))?\]"
)
UNDER, WITHHELD = -1.0, -2.0
ADDITIVE = ("register", "approached")
"""Wholes whose parts are groups of different people, so that the counts of parts may be added."""


@register_extension_dtype
class Role(ExtensionDtype):  # type: ignore[misc, unused-ignore]
    """``count[people of speakers]``: what is counted and, where it matters, out of whom.

    Parameters
    ----------
    word : str
        count, share, rate or number.
    what, among : str
        What is counted, and out of whom.
    least : int
        The smallest count that is shown; 0 where all are.
    """

    type, kind, na_value = float, "f", pd.NA
    _metadata = ("word", "what", "among", "least")
    _is_numeric = True  # private, but without it groupby().sum() leaves the column out

    def __init__(
        self, word: str = "count", what: str = "people", among: str = "", least: int = 0
    ) -> None:
        self.word, self.what, self.among, self.least = word, what, among, least

    @property
    def name(self) -> str:
        """The dtype as it is written."""
        of = f" of {self.among}" if self.among else ""
        under = f" under {self.least}" if self.least else ""
        return f"{self.word}[{self.what}{of}{under}]"

    def __repr__(self) -> str:
        return self.name

    @classmethod
    def construct_from_string(cls, string: str) -> Role:
        """Return the dtype that is written so."""
        found = WRITTEN.fullmatch(string) if isinstance(string, str) else None
        if not found:
            raise TypeError(f"Cannot construct a 'Role' from {string!r}")
        return cls(found[1], found[2], found[3] or "", int(found[4] or 0))

    @classmethod
    def construct_array_type(cls) -> Any:
        """Return the array that holds such numbers."""
        return RoleArray

    def _get_common_dtype(self, dtypes: list[Any]) -> Role | None:
        plain = all(t == self or (isinstance(t, np.dtype) and t.kind in "iuf") for t in dtypes)
        return self if plain else None

    @property
    def hides(self) -> bool:
        """Whether a number may be hidden; counts and shares are never negative."""
        return self.word in ("count", "share")

    @property
    def mentions(self) -> Role:
        """What a sum of such counts counts."""
        if self.word == "count" and self.what == "people" and self.among not in ADDITIVE:
            return Role("count", "mentions", self.among, self.least)
        return self


class RoleArray(ExtensionArray):  # type: ignore[misc, unused-ignore]
    """Numbers with their ``Role``; NaN is missing, ``UNDER`` and ``WITHHELD`` are hidden counts."""

    __array_priority__ = 1000

    def __init__(self, numbers: Any, dtype: Role) -> None:
        self._numbers, self._dtype = np.asarray(numbers, dtype="float64"), dtype

    @property
    def dtype(self) -> Role:
        """What the numbers are."""
        return self._dtype

    @property
    def nbytes(self) -> int:
        """Return the bytes that the numbers take."""
        return int(self._numbers.nbytes)

    @classmethod
    def _from_sequence(cls, scalars: Any, *, dtype: Any = None, copy: bool = False) -> Any:
        if dtype is None:  # quantile(), describe(): no such numbers any more
            return pd.array(scalars, dtype="Float64")
        dtype = dtype if isinstance(dtype, Role) else Role.construct_from_string(str(dtype))
        if isinstance(scalars, RoleArray):
            return cls(scalars._numbers.copy(), dtype)
        return cls([_read(value, dtype) for value in scalars], dtype)

    def _new(self, numbers: Any) -> RoleArray:
        return type(self)(numbers, self._dtype)

    def _show(self, number: float) -> Any:
        if number != number or (number < 0 and self._dtype.hides):
            return pd.NA
        whole = self._dtype.word in ("count", "number") and number == int(number)
        return int(number) if whole else float(number)

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, item: Any) -> Any:
        item = pd.api.indexers.check_array_indexer(self, item)
        if isinstance(item, (int, np.integer)):
            return self._show(self._numbers[item])
        return self._new(self._numbers[item])

    def __setitem__(self, key: Any, value: Any) -> None:
        key = pd.api.indexers.check_array_indexer(self, key)
        if isinstance(value, RoleArray):
            self._numbers[key] = value._numbers
        elif pd.api.types.is_scalar(value):
            self._numbers[key] = _read(value, self._dtype)
        else:
            self._numbers[key] = [_read(one, self._dtype) for one in value]

    def isna(self) -> np.ndarray:
        """Return which numbers are missing or hidden."""
        return np.isnan(self._numbers) | ((self._numbers < 0) & self._dtype.hides)

    def fillna(self, value: Any, limit: int | None = None, copy: bool = True) -> RoleArray:
        """Return the numbers with others for those that are missing; what is hidden stays so."""
        empty = np.flatnonzero(np.isnan(self._numbers))[:limit]
        filled = self.copy() if copy else self
        filled[empty] = value if pd.api.types.is_scalar(value) else [value[at] for at in empty]
        return filled

    def _pad_or_backfill(self, **_: Any) -> Any:
        raise TypeError("a count is not filled in from the row beside it")

    def copy(self) -> RoleArray:
        """Return the same numbers anew."""
        return self._new(self._numbers.copy())

    def take(self, indices: Any, *, allow_fill: bool = False, fill_value: Any = None) -> RoleArray:
        """Return the numbers at these places."""
        missing = np.nan if fill_value is None else _read(fill_value, self._dtype)
        return self._new(take(self._numbers, indices, allow_fill=allow_fill, fill_value=missing))

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence[RoleArray]) -> RoleArray:
        return cls(np.concatenate([part._numbers for part in to_concat]), to_concat[0].dtype)

    def _values_for_argsort(self) -> np.ndarray:
        return self._numbers

    def _values_for_factorize(self) -> tuple[np.ndarray, float]:
        return self._numbers, np.nan

    @classmethod
    def _from_factorized(cls, values: Any, original: RoleArray) -> RoleArray:
        return original._new(values)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        if dtype is not None and np.dtype(dtype) == object:  # how pandas writes a frame
            hidden = (self._numbers < 0) & self._dtype.hides
            told = zip(self._numbers, self.write(), hidden, strict=True)
            return np.array([w if h else self._show(n) for n, w, h in told], dtype=object)
        plain = np.where(self.isna(), np.nan, self._numbers)
        if dtype is None and self._dtype.word == "count" and not np.isnan(plain).any():
            return plain.astype("int64")
        return plain if dtype is None else plain.astype(dtype)

    def astype(self, dtype: Any, copy: bool = True) -> Any:
        """Return the numbers as another dtype; as text they say what they hide."""
        dtype = pd.api.types.pandas_dtype(dtype)
        if isinstance(dtype, Role):
            return type(self)(self._numbers.copy(), dtype)
        if isinstance(dtype, np.dtype) and dtype.kind in "iu" and self.isna().any():
            raise ValueError("what is missing or hidden is no whole number")
        words = dtype.name in ("str", "string", "object")
        values: Any = self.write() if words else [self._show(number) for number in self._numbers]
        if isinstance(dtype, ExtensionDtype):
            return pd.array(values, dtype=dtype)
        return np.array(values, dtype=object) if words else np.asarray(self).astype(dtype)

    def write(self) -> list[str]:
        """Return each number as a table has it: ``12``, ``under 5``, ``withheld``, ``""``."""
        least, word = self._dtype.least, self._dtype.word
        hidden = {UNDER: f"under {least}", WITHHELD: "withheld"} if self._dtype.hides else {}
        return [hidden.get(number, write_number(number, word)) for number in self._numbers]

    def _reduce(
        self, name: str, *, skipna: bool = True, keepdims: bool = False, **kwargs: Any
    ) -> Any:
        known = pd.Series(self._numbers[~self.isna()])
        value = getattr(known, name)(**{k: v for k, v in kwargs.items() if k == "ddof"})
        if name in ("sum", "min", "max") and self._dtype.word == "count":
            # What is hidden is in no sum, and a sum without it would tell it.
            value = int(value) if len(known) and not (self._numbers < 0).any() else pd.NA
            value = 0 if name == "sum" and not len(self) else value
        if not keepdims:
            return value
        dtype = self._dtype.mentions if name == "sum" else self._dtype
        return type(self)([np.nan if value is pd.NA else value], dtype)

    def _groupby_op(self, *, how: str, **kwargs: Any) -> Any:
        """Add up within groups; a group that hides a count hides its sum."""
        ids, size = kwargs["ids"], kwargs["ngroups"]
        if how not in ("sum", "min", "max", "first", "last"):
            return super()._groupby_op(how=how, **kwargs)
        told = pd.Series(self._numbers, dtype="float64").groupby(ids)
        values = getattr(told, how)().reindex(range(size))
        least = told.min().reindex(range(size))
        if self._dtype.hides and how == "sum":
            values = values.where(~(least < 0), WITHHELD).fillna(0)
            return type(self)(values.to_numpy(), self._dtype.mentions)
        if self._dtype.hides and how == "max":
            values = values.where(least != WITHHELD, WITHHELD)
        return self._new(values.to_numpy())

    def _accumulate(self, name: str, *, skipna: bool = True, **kwargs: Any) -> RoleArray:
        hidden = np.logical_or.accumulate((self._numbers < 0) & self._dtype.hides)
        totals = np.where(hidden, WITHHELD, getattr(np, name)(self._numbers))
        return type(self)(totals, self._dtype.mentions)

    def value_counts(self, dropna: bool = True) -> pd.Series:
        """Return how often each number occurs."""
        return pd.Series(self._numbers[~self.isna()]).value_counts()

    def _formatter(self, boxed: bool = False) -> Callable[[Any], str]:
        def show(value: Any) -> str:
            hidden = value is pd.NA or isinstance(value, str)
            return (
                str(value).replace("<NA>", "") if hidden else write_number(value, self._dtype.word)
            )

        return show


def write_number(number: float, word: str = "number", decimals: int = 2) -> str:
    """Return a number as a table or a sentence has it.

    Counts and whole numbers have no decimals. Shares are whole per cents, and only nothing is 0%
    and only all is 100%.
    """
    if number != number:
        return ""
    if word == "share":
        whole = round(number * 100)
        if whole == 0 and number > 0:
            return "under 1%"
        return "over 99%" if whole == 100 and number < 1 else f"{whole}%"
    if word == "count" or (word == "number" and float(number).is_integer()):
        return f"{int(number):,}"
    # Adding nothing turns -0.0 into 0.0, so that no "-0.00" is printed.
    return f"{round(number, decimals) + 0.0:.{decimals}f}".replace("-", "−")


def lay_numbers(counts: Mapping[str, tuple[Any, str]]) -> pd.DataFrame:
    """Return numbers by key, each with its dtype, as a frame of one row."""
    return pd.DataFrame({key: pd.Series([n], dtype=role) for key, (n, role) in counts.items()})


def _read(value: object, dtype: Role) -> float:
    if isinstance(value, str):
        if value.startswith("under ") or value == "withheld":
            return UNDER if value.startswith("under ") else WITHHELD
        value = float(value)
    number = float("nan") if value is None or pd.isna(value) else float(str(value))
    if number != number:
        return number
    if dtype.word == "count" and not (number.is_integer() and number >= 0):
        raise TypeError(f"a count is a whole number, not {value!r}")
    return number


def _operate(act: Callable[..., Any], *, keep: bool, turn: bool = False) -> Callable[..., Any]:
    def method(self: RoleArray, other: Any) -> Any:
        if isinstance(other, (pd.Series, pd.DataFrame, pd.Index)):
            return NotImplemented
        theirs = np.asarray(other, dtype="float64") if isinstance(other, RoleArray) else other
        mine = np.asarray(self, dtype="float64")
        result = np.asarray(act(theirs, mine) if turn else act(mine, theirs))
        whole = result.dtype.kind == "f" and bool(
            (np.isnan(result) | ((result >= 0) & (result % 1 == 0))).all()
        )
        strange = isinstance(other, RoleArray) and other._dtype != self._dtype
        if strange or not (keep and whole and self._dtype.word == "count"):
            return result
        both = isinstance(other, RoleArray) and act is operator.add
        return type(self)(result, self._dtype.mentions if both else self._dtype)

    return method


for _name in ("add", "sub", "mul", "truediv", "eq", "ne", "lt", "le", "gt", "ge"):
    _act, _keep = getattr(operator, _name), _name in ("add", "sub")
    setattr(RoleArray, f"__{_name}__", _operate(_act, keep=_keep))
    if _name in ("add", "sub", "mul", "truediv"):
        setattr(RoleArray, f"__r{_name}__", _operate(_act, keep=_keep, turn=True))
