"""How far the preparation is, as threads see it."""

from __future__ import annotations

from webui.readiness import Readiness


def test_it_is_ready_only_when_finished() -> None:
    readiness = Readiness()
    readiness.advance("Reading", 100)
    assert not readiness.now.ready
    # nothing is said to be whole before it is
    assert readiness.now.percent == 99
    readiness.finish()
    assert readiness.now.ready
    assert readiness.wait(0)


def test_a_failure_wakes_those_who_wait() -> None:
    readiness = Readiness()
    assert not readiness.wait(0)
    readiness.fail("the disk is full")
    assert readiness.wait(0)
    assert (readiness.now.ready, readiness.now.failed) == (False, "the disk is full")
