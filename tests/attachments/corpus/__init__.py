"""Files for the upload: made by code, hostile ones and honest ones."""
