"""Engagements: the service under a filed agreement."""
