"""Reviews: the desk, the decisions and their jurisdiction basis."""
