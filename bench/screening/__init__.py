"""How well the risk finder finds, by messages written for the purpose: `make bench-screening`."""
