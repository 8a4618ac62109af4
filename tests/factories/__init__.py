"""Functions that drive the real services to bring a subject to a state."""
