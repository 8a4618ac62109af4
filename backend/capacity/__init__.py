"""Places: how many enterprises an expert serves at once (clause 5.5.1)."""
