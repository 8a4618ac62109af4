"""Pure judgements on typed values and listed words; any service or rule may use them."""
