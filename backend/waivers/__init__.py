"""Waivers: granted exceptions to the five in-principle rules."""
