"""Monthly rounds: what one organisation approved in one month."""
