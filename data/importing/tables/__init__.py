"""The rows of a file as rows of each table of a city."""
