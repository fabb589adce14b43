"""What the page Verlauf draws: editions, what each changed, taking back."""
