"""Commitments (annexes 2 and 3): versioned texts and their signatures."""
