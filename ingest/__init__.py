"""From a publisher's file to provisions and tags."""
