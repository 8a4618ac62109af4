"""The liaison follows services: problems raised, visits, reminders, and what is due."""
