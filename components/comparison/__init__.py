"""What the page Vergleich draws: areas, dates and places side by side."""
