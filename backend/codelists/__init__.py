"""Code lists: divisions, zones, disciplines, industries, titles, holidays and the like."""
