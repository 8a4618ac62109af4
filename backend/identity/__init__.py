"""Who is asking: accounts of persons, the hats they wear, their sessions and permissions."""
