"""The tagging pipeline: blank English, the law's own tokens, rules read as data."""
