"""The tables that can be rebuilt: instruments, expressions, provisions and tags.

Only `corpus.store` and `corpus.outbox` read or write them.  Annotations keep tables of their
own, with migrations, because nothing can rebuild those.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, true
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Json = dict[str, Any]


class CorpusBase(DeclarativeBase):
    """Root of the tables that a rebuild may drop."""


class InstrumentRow(CorpusBase):
    """One work."""

    __tablename__ = "instrument"

    slug: Mapped[str] = mapped_column(String(120), primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    type: Mapped[str] = mapped_column(String(40))
    work_uri: Mapped[str] = mapped_column(String(300), unique=True)
    #: Every other field of `model.Instrument`, as plain values.
    facts: Mapped[Json] = mapped_column(JSON)


class ExpressionRow(CorpusBase):
    """One text of a work."""

    __tablename__ = "expression"

    uri: Mapped[str] = mapped_column(String(400), primary_key=True)
    instrument: Mapped[str] = mapped_column(
        ForeignKey("instrument.slug", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(20))
    date: Mapped[str] = mapped_column(String(10), default="")
    sha256: Mapped[str] = mapped_column(String(64), default="", index=True)
    text: Mapped[str] = mapped_column(Text)
    #: The remaining fields of `model.Expression`, as plain values.
    facts: Mapped[Json] = mapped_column(JSON)


class ProvisionRow(CorpusBase):
    """One unit of an expression; `position` keeps the order of the text."""

    __tablename__ = "provision"

    expression: Mapped[str] = mapped_column(
        ForeignKey("expression.uri", ondelete="CASCADE"), primary_key=True
    )
    eid: Mapped[str] = mapped_column(String(300), primary_key=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    num: Mapped[str | None] = mapped_column(String(80))
    heading: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    parent: Mapped[str | None] = mapped_column(String(300))
    page: Mapped[int | None]
    start: Mapped[int]
    end: Mapped[int]
    confidence: Mapped[float] = mapped_column(server_default="1")
    #: Doubts and regions, as plain values; null where there are none.
    reading: Mapped[Json | None] = mapped_column(JSON)

    __table_args__ = (Index("provision_order", "expression", "position"),)


class AmendmentRow(CorpusBase):
    """One amendment note."""

    __tablename__ = "amendment"

    id: Mapped[int] = mapped_column(primary_key=True)
    expression: Mapped[str] = mapped_column(
        ForeignKey("expression.uri", ondelete="CASCADE"), index=True
    )
    eid: Mapped[str] = mapped_column(String(300))
    op: Mapped[str] = mapped_column(String(20))
    by: Mapped[str] = mapped_column(Text)
    page: Mapped[int | None]
    law: Mapped[str] = mapped_column(String(120), server_default="")
    date: Mapped[str] = mapped_column(String(10), server_default="")
    whole: Mapped[bool] = mapped_column(server_default=true())
    start: Mapped[int | None]
    end: Mapped[int | None]
    before: Mapped[str] = mapped_column(Text, server_default="")


class RemarkRow(CorpusBase):
    """One footnote that tells of no amendment."""

    __tablename__ = "remark"

    id: Mapped[int] = mapped_column(primary_key=True)
    expression: Mapped[str] = mapped_column(
        ForeignKey("expression.uri", ondelete="CASCADE"), index=True
    )
    eid: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    page: Mapped[int | None]


class UnreadRow(CorpusBase):
    """One block that no stage understood."""

    __tablename__ = "unread"

    id: Mapped[int] = mapped_column(primary_key=True)
    expression: Mapped[str] = mapped_column(
        ForeignKey("expression.uri", ondelete="CASCADE"), index=True
    )
    page: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)


class TaggingRow(CorpusBase):
    """All tags of one provision, as the plain form of `model.Tagging`."""

    __tablename__ = "tagging"

    expression: Mapped[str] = mapped_column(
        ForeignKey("expression.uri", ondelete="CASCADE"), primary_key=True
    )
    eid: Mapped[str] = mapped_column(String(300), primary_key=True)
    orientation: Mapped[str] = mapped_column(String(20), index=True)
    tags: Mapped[Json] = mapped_column(JSON)


class OutboxRow(CorpusBase):
    """A change that the indexer has still to follow."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    instrument: Mapped[str] = mapped_column(String(120))
    change: Mapped[str] = mapped_column(String(20))


class StateRow(CorpusBase):
    """Small facts about the store itself, such as its schema version."""

    __tablename__ = "corpus_state"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
