"""From a manifest to a plan: choose, fly, time, protect, schedule."""
