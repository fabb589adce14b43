"""A profile to read out: the same facts as a page, as a briefing on paper and as plain text."""
