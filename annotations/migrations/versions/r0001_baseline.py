"""Notes, comparisons, readings and tombstones.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Lay out the first tables."""
    _create_annotations()
    _create_comparisons()
    op.create_table(
        "annotation_tombstone",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("deleted", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_annotation_tombstone"),
    )


def downgrade() -> None:
    """Drop them, with everything that readers wrote."""
    for table in (
        "annotation_tombstone",
        "comparison_reading",
        "comparison_item",
        "comparison",
        "annotation_tag",
        "annotation",
    ):
        op.drop_table(table)


def _create_annotations() -> None:
    op.create_table(
        "annotation",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("motivation", sa.String(20), nullable=False),
        sa.Column("side", sa.String(10)),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("creator", sa.String(120), nullable=False),
        sa.Column("creator_id", sa.Text, nullable=False),
        sa.Column("created", _TIME, nullable=False),
        sa.Column("modified", _TIME, nullable=False),
        sa.Column("via", sa.Text, nullable=False),
        sa.Column("expression_uri", sa.String(400), nullable=False),
        sa.Column("expression_kind", sa.String(20), nullable=False),
        sa.Column("work_uri", sa.String(400), nullable=False),
        sa.Column("eid", sa.String(300), nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("exact", sa.Text),
        sa.Column("prefix", sa.Text, nullable=False),
        sa.Column("suffix", sa.Text, nullable=False),
        sa.Column("start", sa.Integer),
        sa.Column("end", sa.Integer),
        sa.Column("folded", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_annotation"),
    )
    op.create_index("ix_annotation_place", "annotation", ["expression_uri", "eid"])
    for column in ("work_uri", "creator", "modified"):
        op.create_index(f"ix_annotation_{column}", "annotation", [column])
    op.create_table(
        "annotation_tag",
        sa.Column("annotation", sa.String(36), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("tag", sa.String(60), nullable=False),
        sa.Column("folded", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("annotation", "position", name="pk_annotation_tag"),
        _parent("annotation_tag", "annotation"),
    )
    op.create_index("ix_annotation_tag_folded", "annotation_tag", ["folded"])


def _create_comparisons() -> None:
    op.create_table(
        "comparison",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("created", _TIME, nullable=False),
        sa.Column("modified", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_comparison"),
    )
    op.create_table(
        "comparison_item",
        sa.Column("comparison", sa.String(36), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("instrument", sa.String(120), nullable=False),
        sa.Column("eid", sa.String(300), nullable=False),
        sa.Column("expression_uri", sa.String(400), nullable=False),
        sa.PrimaryKeyConstraint("comparison", "position", name="pk_comparison_item"),
        _parent("comparison_item", "comparison"),
    )
    op.create_table(
        "comparison_reading",
        sa.Column("comparison", sa.String(36), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("by", sa.String(120), nullable=False),
        sa.Column("instrument", sa.String(120), nullable=False),
        sa.Column("eid", sa.String(300), nullable=False),
        sa.Column("expression_uri", sa.String(400), nullable=False),
        sa.Column("side", sa.String(10), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("weight", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("comparison", "position", name="pk_comparison_reading"),
        _parent("comparison_reading", "comparison"),
    )


def _parent(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{column}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE"
    )
