"""Ranking weights as data, and the declared fields."""

from __future__ import annotations

from dataclasses import fields
from importlib import resources
from itertools import pairwise
from pathlib import Path

import pytest

from search.backends.whoosh.schema import Card
from search.document import IndexDocument
from search.errors import BadSearchData
from search.fields import FIELDS, KEYWORDS, RANKED
from search.profile import load_profile
from search.scoring import idf, saturated


def test_every_ranked_field_has_a_weight() -> None:
    assert set(load_profile().fields) == set(RANKED)


@pytest.mark.parametrize(
    ("old", "new"),
    [("k1 =", "k9 ="), ("tie =", "tye ="), ("[fields.text]", "[fields.body]"), ("home =", "hom =")],
)
def test_a_bad_profile_is_refused(tmp_path: Path, old: str, new: str) -> None:
    shipped = (resources.files("search") / "profile.toml").read_text(encoding="utf-8")
    assert old in shipped
    file = tmp_path / "profile.toml"
    file.write_text(shipped.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadSearchData, match=r"profile\.toml"):
        load_profile(file)


def test_documents_have_every_declared_field() -> None:
    held = {field.name for field in fields(IndexDocument)}
    assert {field.name for field in FIELDS if field.name != "at"} <= held
    assert set(KEYWORDS) <= {field.name for field in fields(Card)}


def test_every_field_says_what_it_is_for() -> None:
    for field in FIELDS:
        assert field.help
        assert not field.filter or field.example.startswith(f"{field.name}:")


def test_rarity_falls_and_never_below_nothing() -> None:
    rarities = [idf(found, 100) for found in (0, 1, 10, 50, 100)]
    assert rarities == sorted(rarities, reverse=True)
    assert rarities[-1] > 0


def test_repeats_count_less_and_less() -> None:
    values = [saturated(n, 1.2) for n in range(6)]
    steps = [b - a for a, b in pairwise(values)]
    assert steps == sorted(steps, reverse=True)
    assert values[0] == 0
