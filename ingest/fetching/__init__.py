"""Asking publishers for official texts: guarded, polite, capped and resumable."""
