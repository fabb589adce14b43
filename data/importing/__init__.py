"""From a file to rows of a contract."""
