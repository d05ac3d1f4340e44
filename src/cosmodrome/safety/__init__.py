"""Where the spent parts fall, how sure that is, and what to announce."""
