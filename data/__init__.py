"""Contracts, importing, the store and the command line: everything between a file and a measure."""
