"""The demo province brought to life: every record made by the services, at its own moment."""
