"""Launch windows: when the plane allows a lift-off, and what the rules leave of it."""
