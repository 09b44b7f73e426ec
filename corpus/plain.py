"""Frozen values to plain JSON-ready dictionaries and back.

`to_plain` writes any dataclass of `corpus.model`; `from_plain` reads one again, following the
type hints, and refuses a field that the type does not have.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from enum import Enum
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """The value as dictionaries, lists, strings and numbers."""
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    return value


def from_plain(kind: type[T], plain: Any) -> T:
    """The value that `to_plain` wrote.

    Raises:
        ValueError: the plain form does not fit the type.
    """
    return typing.cast(T, _read(kind, plain))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _read(kind: Any, plain: Any) -> Any:
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        inner = next(a for a in typing.get_args(kind) if a is not type(None))
        return None if plain is None else _read(inner, plain)
    if origin is tuple:
        return tuple(_read(typing.get_args(kind)[0], item) for item in plain)
    if dataclasses.is_dataclass(kind):
        return _read_dataclass(typing.cast(type, kind), plain)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(plain)
    return plain


def _read_dataclass(kind: type, plain: Any) -> Any:
    hints = _hints(kind)
    if unknown := set(plain) - set(hints):
        raise ValueError(f"{kind.__name__} has no field {sorted(unknown)[0]!r}")
    return kind(**{name: _read(hints[name], value) for name, value in plain.items()})
