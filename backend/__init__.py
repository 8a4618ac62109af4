"""Tepai: the service behind the special-commissioner platform."""
