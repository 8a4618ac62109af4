"""Experts (科技特派员): registration, and the library."""
