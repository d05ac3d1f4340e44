"""Mathematics without physics: sampling plans, root finding, interpolation."""
