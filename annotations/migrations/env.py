"""Runs the migrations on the connection that `annotations.schema.migrate` hands over."""

from __future__ import annotations

from alembic import context

from annotations.schema import VERSION_TABLE, owns
from annotations.tables import NotesBase

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=NotesBase.metadata,
    version_table=VERSION_TABLE,
    include_name=owns,
    # SQLite alters a table only by copying it.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
