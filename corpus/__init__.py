"""What the law is: values, identifiers, the catalogue and the store."""
