"""The tables that nothing can rebuild: annotations, comparisons, readings.

They have a root of their own, apart from the corpus tables, and no foreign key into those: a
rebuild of the corpus must not touch a note.  Every change of a table needs a migration beside it
in `annotations/migrations/versions`; a test compares the two.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, ForeignKey, Index, MetaData, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time on every database; SQLite itself keeps no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """The time as the database takes it: UTC."""
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The stored time, aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class NotesBase(DeclarativeBase):
    """Root of the tables that have migrations.

    Constraints are named by rule, because SQLite can only alter a table by copying it, and a
    copy needs every name.
    """

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class AnnotationRow(NotesBase):
    """One note; `folded` is its words in lower case, for finding it."""

    __tablename__ = "annotation"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    version: Mapped[int] = mapped_column()
    motivation: Mapped[str] = mapped_column(String(20))
    side: Mapped[str | None] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(35))
    creator: Mapped[str] = mapped_column(String(120), index=True)
    creator_id: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime] = mapped_column(UtcDateTime)
    modified: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    via: Mapped[str] = mapped_column(Text)
    expression_uri: Mapped[str] = mapped_column(String(400))
    expression_kind: Mapped[str] = mapped_column(String(20))
    work_uri: Mapped[str] = mapped_column(String(400), index=True)
    eid: Mapped[str] = mapped_column(String(300))
    text_hash: Mapped[str] = mapped_column(String(64))
    exact: Mapped[str | None] = mapped_column(Text)
    prefix: Mapped[str] = mapped_column(Text)
    suffix: Mapped[str] = mapped_column(Text)
    start: Mapped[int | None]
    end: Mapped[int | None]
    folded: Mapped[str] = mapped_column(Text)
    tags: Mapped[list[TagRow]] = relationship(
        order_by="TagRow.position", cascade="all, delete-orphan", lazy="selectin"
    )

    __table_args__ = (Index("ix_annotation_place", "expression_uri", "eid"),)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy reads it once)


class TagRow(NotesBase):
    """One tag of a note; `folded` is what a filter compares."""

    __tablename__ = "annotation_tag"

    annotation: Mapped[str] = mapped_column(
        ForeignKey("annotation.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    tag: Mapped[str] = mapped_column(String(60))
    folded: Mapped[str] = mapped_column(String(200), index=True)


class ComparisonRow(NotesBase):
    """One comparison."""

    __tablename__ = "comparison"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    version: Mapped[int] = mapped_column()
    title: Mapped[str] = mapped_column(String(200))
    created: Mapped[datetime] = mapped_column(UtcDateTime)
    modified: Mapped[datetime] = mapped_column(UtcDateTime)
    items: Mapped[list[ComparisonItemRow]] = relationship(
        order_by="ComparisonItemRow.position", cascade="all, delete-orphan", lazy="selectin"
    )
    readings: Mapped[list[ReadingRow]] = relationship(
        order_by="ReadingRow.position", cascade="all, delete-orphan", lazy="selectin"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy reads it once)


class ComparisonItemRow(NotesBase):
    """One provision of a comparison."""

    __tablename__ = "comparison_item"

    comparison: Mapped[str] = mapped_column(
        ForeignKey("comparison.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    instrument: Mapped[str] = mapped_column(String(120))
    eid: Mapped[str] = mapped_column(String(300))
    expression_uri: Mapped[str] = mapped_column(String(400))


class ReadingRow(NotesBase):
    """One reading in a comparison."""

    __tablename__ = "comparison_reading"

    comparison: Mapped[str] = mapped_column(
        ForeignKey("comparison.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(36))
    by: Mapped[str] = mapped_column(String(120))
    instrument: Mapped[str] = mapped_column(String(120))
    eid: Mapped[str] = mapped_column(String(300))
    expression_uri: Mapped[str] = mapped_column(String(400))
    side: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text)
    weight: Mapped[int]


class TombstoneRow(NotesBase):
    """The id of something deleted, kept so that it never names anything else."""

    __tablename__ = "annotation_tombstone"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    deleted: Mapped[datetime] = mapped_column(UtcDateTime)
