"""What readers write: annotations and comparisons, kept through every rebuild."""
