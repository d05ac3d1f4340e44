"""The countdown: timeline, clocks, and the rehearsal of launch day."""
