"""Policy: the numbers and switches of each dated version of the notice."""
