"""What a session shows: one view a screen, and the agendas that put views in order."""
