"""Where the rows of a file lie: coordinate reference system, positions, shapes."""
