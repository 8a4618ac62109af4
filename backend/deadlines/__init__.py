"""The months' deadlines: those of the notice, and single ones the department moved."""
