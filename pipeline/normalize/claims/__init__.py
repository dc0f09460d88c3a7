"""Sentences of the narrative → claims: amounts, shares, changes, counts and nil statements with their subjects."""
