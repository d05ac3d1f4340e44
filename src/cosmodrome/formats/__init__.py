"""Pure renderers: value in, text out."""
