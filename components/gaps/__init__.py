"""What the page Versorgungslücken draws: what is missing, where, and why."""
