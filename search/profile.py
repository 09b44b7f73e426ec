"""Ranking weights as a value, read from `profile.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search.errors import BadSearchData
from search.fields import RANKED
from search.packaged import packaged_toml, toml_file


@dataclass(frozen=True, slots=True)
class FieldWeight:
    """What a word is worth in one field."""

    weight: float
    b: float
    """How far the field's length counts against it, 0 to 1."""


@dataclass(frozen=True, slots=True)
class QueryWeights:
    """Weights of the parts of a query; `profile.toml` says what each is."""

    tie: float
    concept: float
    concept_also: float
    broad: float
    shared_rarity: float
    covered: float
    corrected: float
    joined: float
    beginning: float
    named: float
    coordination: float
    near: float
    near_window: int
    heading_cover: float
    rescored: int
    related: float


@dataclass(frozen=True, slots=True)
class Priors:
    """Factors that depend on the document alone."""

    home: str
    named_instrument: float
    foreign: float
    digest: float
    status: Mapping[str, float]
    unit: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one search may cost."""

    seconds: float
    expansions: int
    alternatives: int


@dataclass(frozen=True, slots=True)
class SearchProfile:
    """Every ranking weight."""

    k1: float
    fields: Mapping[str, FieldWeight]
    query: QueryWeights
    prior: Priors
    limits: Limits


def load_profile(path: Path | None = None) -> SearchProfile:
    """The shipped weights, or those of another file.

    Raises:
        BadSearchData: a weight is missing, unknown or not a number.
    """
    data = toml_file(path) if path else packaged_toml("profile.toml")
    try:
        return _profile(data)
    except (KeyError, TypeError) as error:
        raise BadSearchData(f"{path or 'profile.toml'}: {error}.") from error


def _profile(data: dict[str, Any]) -> SearchProfile:
    prior = dict(data["prior"])
    return SearchProfile(
        k1=float(data["bm25"]["k1"]),
        fields={name: FieldWeight(**data["fields"][name]) for name in RANKED},
        query=QueryWeights(**data["query"]),
        prior=Priors(status=prior.pop("status"), unit=prior.pop("unit"), **prior),
        limits=Limits(**data["limits"]),
    )
