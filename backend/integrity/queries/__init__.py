"""What integrity reads: the subjects of findings, and the papers about them."""
