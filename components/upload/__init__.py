"""What the page Einlesen asks and shows: from a file to a stored edition."""
