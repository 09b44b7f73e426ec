"""The tagging pipeline: blank English, the law's own tokens, and components that read rules as data."""
