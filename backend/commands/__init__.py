"""What a person or a container runs: `python -m backend <command>`."""
