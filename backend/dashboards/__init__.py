"""What the department counts, each figure opening its rows."""
