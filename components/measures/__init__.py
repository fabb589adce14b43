"""What the page Maßnahmen draws and asks: list, lights, editing."""
