"""How should the vehicle fly: the optimised ascent and what it can lift."""
