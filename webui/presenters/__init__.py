"""From the model to what templates and JSON need; no database, no Flask."""
