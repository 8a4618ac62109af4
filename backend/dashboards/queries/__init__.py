"""Figures and waiting work, each as a SELECT that both counts and opens its rows."""
