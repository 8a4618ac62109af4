"""The inbox of a person: what the platform told them."""
