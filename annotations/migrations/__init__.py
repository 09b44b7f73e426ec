"""Alembic migrations of the tables that nothing can rebuild."""
