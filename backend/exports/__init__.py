"""Lists taken away as spreadsheets: what the screen shows, and a record of who took it."""
