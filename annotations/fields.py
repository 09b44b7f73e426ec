"""Reading typed values out of somebody's JSON, with errors that name the field.

W3C JSON-LD lets a single value stand for an array of one; both are read alike here.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, NoReturn

from annotations.errors import BadImport

Json = dict[str, Any]


def parse_json(data: bytes) -> object:
    """The value of a JSON file in UTF-8, with or without a byte order mark.

    Raises:
        BadImport: it is not JSON; says where.
    """
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise BadImport(f"The file is not UTF-8 text (byte {error.start}).") from error
    except json.JSONDecodeError as error:
        raise BadImport(
            f"The file is not JSON (line {error.lineno}, column {error.colno}: {error.msg})."
        ) from error
    except RecursionError as error:
        raise BadImport("The file nests its values too deeply.") from error
    except ValueError as error:
        raise BadImport(f"The file is not JSON ({error}).") from error


def object_of(value: object, what: str) -> Json:
    """The value, if it is a JSON object.

    Raises:
        BadImport: it is not.
    """
    if not isinstance(value, dict):
        raise BadImport(f"{what} is {_kind(value)}, not an object.")
    return value


def many(value: object) -> list[Any]:
    """The values of an array; one value is an array of one, null of none."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def text_of(item: Json, name: str, *, required: bool = False) -> str:
    """The first text under a name; empty when there is none.

    Raises:
        BadImport: it is not a text, or it is required and absent.
    """
    values = many(item.get(name))
    if not values:
        if required:
            raise BadImport(f"it has no {name!r}.")
        return ""
    if not isinstance(values[0], str):
        raise BadImport(f"its {name!r} is {_kind(values[0])}, not a text.")
    return values[0]


def texts_of(item: Json, name: str) -> tuple[str, ...]:
    """The texts under a name; what is not a text is left out."""
    return tuple(value for value in many(item.get(name)) if isinstance(value, str))


def whole_number(item: Json, name: str) -> int:
    """The whole number under a name.

    Raises:
        BadImport: there is none.
    """
    value = item.get(name)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadImport(f"its {name!r} is {_kind(value)}, not a whole number.")
    return value


def time_of(item: Json, name: str) -> datetime | None:
    """The time under a name, in UTC; one without a zone is in UTC already; None if absent.

    Raises:
        BadImport: it is not an ISO 8601 time.
    """
    text = text_of(item, name)
    if not text:
        return None
    try:
        time = datetime.fromisoformat(text)
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadImport(
            f"its {name!r} is {text[:40]!r}; write a time such as 2025-01-29T12:00:00Z."
        ) from error


def time_text(time: datetime) -> str:
    """The time in UTC as W3C documents write it: `2025-01-29T12:00:00Z`."""
    return time.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


_KINDS = {
    type(None): "absent",
    dict: "an object",
    list: "an array",
    str: "a text",
    bool: "a truth value",
}


def _kind(value: object) -> str:
    return _KINDS.get(type(value), "a number")
