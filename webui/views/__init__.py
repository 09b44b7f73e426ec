"""One blueprint per subject; no SQL, no engine."""
