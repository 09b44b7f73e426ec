"""Word by word: both texts are covered, and what shows as changed is what a reader would mark."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.alignment import ChangeOp, WordChange
from ingest.word_diff import equal_blocks, word_diff

LAW = st.text(alphabet=st.sampled_from("ab shall  not.,—“”‖-_\n(1)لا"), max_size=80)
WORDS = st.lists(st.sampled_from("abcd"), max_size=30)


def marked(old: str, new: str) -> str:
    """The new text with `[-old-]` and `{+new+}` at its changes."""
    return "".join(_mark(change, old, new) for change in word_diff(old, new))


def _mark(change: WordChange, old: str, new: str) -> str:
    gone = old[change.old_start : change.old_end]
    come = new[change.new_start : change.new_end]
    if change.op is ChangeOp.EQUAL:
        return come
    return (f"[-{gone}-]" if gone else "") + (f"{{+{come}+}}" if come else "")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # nothing on either side: nothing to show
        ("", "", ""),
        ("The Board may meet.", "The Board may meet.", "The Board may meet."),
        ("", "The Board", "{+The Board+}"),
        ("The Board", "", "[-The Board-]"),
        ("two years", "three years", "[-two -]{+three +}years"),
        ("A fee is due.", "A small fee is due.", "A {+small +}fee is due."),
        # a comma can decide a case
        ("ships, boats", "ships boats", "ships [-, -]boats"),
        # and so can a capital
        ("the act", "the Act", "the [-act-]{+Act+}"),
        # print is no change: quotes, long dashes, spaces
        ("the “Board” means—", 'the "Board"  means––', 'the "Board"  means––'),
        # quotes made of two marks, and a hyphen at a line's end
        ("‘‘Board’’ of regis-\ntration", "”Board‖ of registration", "”Board‖ of registration"),
        # the line that a print sets above its footnotes
        ("one rule", "one ––––––––––––––– rule", "one ––––––––––––––– rule"),
        # common words between two changes do not break them into confetti
        (
            "a grant of the lease",
            "a loss of the boat",
            "a [-grant of the lease-]{+loss of the boat+}",
        ),
        # a word that tells the reader where he is stays
        ("old court sits", "new court rises", "[-old -]{+new +}court [-sits-]{+rises+}"),
        # must not: another number is another rule, however alike
        ("of 2010", "of 2016", "of [-2010-]{+2016+}"),
        # must not: a lost negation is never an island
        ("may not appeal", "may appeal", "may [-not -]appeal"),
        # spaces alone still have to be covered
        ("  ", "word", "[-  -]{+word+}"),
    ],
)
def test_word_diff_marks(old: str, new: str, expected: str) -> None:
    assert marked(old, new) == expected


@given(LAW, LAW)
def test_word_diff_gives_both_texts_back(old: str, new: str) -> None:
    changes = word_diff(old, new)
    assert "".join(old[c.old_start : c.old_end] for c in changes) == old
    assert "".join(new[c.new_start : c.new_end] for c in changes) == new


@given(LAW, LAW)
def test_word_diff_goes_on_where_it_stopped(old: str, new: str) -> None:
    at = (0, 0)
    for change in word_diff(old, new):
        assert (change.old_start, change.new_start) == at
        at = (change.old_end, change.new_end)
    assert at == (len(old), len(new))


@given(LAW, LAW)
def test_word_diff_alternates(old: str, new: str) -> None:
    same = [change.op is ChangeOp.EQUAL for change in word_diff(old, new)]
    assert all(a != b for a, b in pairwise(same))


@given(LAW)
def test_word_diff_of_a_text_with_itself_is_equal(text: str) -> None:
    assert {change.op for change in word_diff(text, text)} <= {ChangeOp.EQUAL}


@given(LAW, LAW)
def test_word_diff_names_each_stretch_by_its_sides(old: str, new: str) -> None:
    one_sided = {ChangeOp.DELETE: (True, False), ChangeOp.INSERT: (False, True)}
    for change in word_diff(old, new):
        sides = change.old_start < change.old_end, change.new_start < change.new_end
        assert sides == one_sided.get(change.op, (True, True))


@given(WORDS, WORDS)
def test_equal_blocks_hold_equal_words_in_order(a: list[str], b: list[str]) -> None:
    end = (0, 0)
    for i, j, u, v in equal_blocks(a, b):
        assert a[i:j] == b[u:v]
        assert (i >= end[0], u >= end[1]) == (True, True)
        end = (j, v)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # nothing to hold on to: every word is common
        ("the fee and " * 20_000, "and the fee of " * 20_000),
        # a long law with one word changed in every clause
        (
            " ".join(f"Rule {n} binds officer {n}." for n in range(9_000)),
            " ".join(f"Rule {n} obliges officer {n}." for n in range(9_000)),
        ),
    ],
)
def test_word_diff_ends_on_long_texts(old: str, new: str) -> None:
    """Half a second when this was written; in the product of the lengths it would be hours."""
    changes = word_diff(old, new)
    assert (changes[-1].old_end, changes[-1].new_end) == (len(old), len(new))
