"""What changed in the corpus, written in the change's own transaction.

The indexer follows the outbox: it reads what waits, brings the index up to date, and only then
takes those rows away.  A crash between the two repeats work and loses none.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from corpus.tables import OutboxRow


@dataclass(frozen=True, slots=True)
class Change:
    """One change that the index does not show yet."""

    id: int
    instrument: str
    change: str
    """instrument, expression, removed or annotation."""


def record_change(session: Session, instrument: str, change: str) -> None:
    """Note a change in the caller's transaction."""
    session.add(OutboxRow(instrument=instrument, change=change))


def waiting_changes(engine: Engine) -> tuple[Change, ...]:
    """What waits, oldest first."""
    with Session(engine) as session:
        rows = session.scalars(select(OutboxRow).order_by(OutboxRow.id))
        return tuple(Change(row.id, row.instrument, row.change) for row in rows)


def mark_followed(engine: Engine, up_to: int) -> None:
    """Take away the changes up to and including that id."""
    with Session(engine) as session, session.begin():
        session.execute(delete(OutboxRow).where(OutboxRow.id <= up_to))
