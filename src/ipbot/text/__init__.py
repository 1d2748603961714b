"""Reading Chinese text: folding, sentences, words, quantities and periods. Knows nothing of briefings."""
