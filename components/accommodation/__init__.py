"""What the page Unterbringung draws: concentration, standards, order of cuts."""
