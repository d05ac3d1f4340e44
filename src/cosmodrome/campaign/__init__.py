"""The campaign: processing of all missions over shared halls, crews, railway and pads."""
