"""Bad-credit records (clause 6.1.2)."""
