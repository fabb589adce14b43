"""What the columns, cells and keys of a file mean."""
