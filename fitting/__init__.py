"""Fits the weights that the reader uses, and reports how they do on what they were not fitted on."""
