"""Scripts that talk to Orekit run in processes of their own: they are not to be imported."""

collect_ignore_glob = ["orekit_*.py"]
