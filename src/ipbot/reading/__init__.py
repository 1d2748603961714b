"""Finding in retrieved passages what a question asks for, or that it is not there."""
