"""Teams (特派团) of 4 to 7 experts, formed for one demand."""
