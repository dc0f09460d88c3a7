"""Tables and text into records with meaning: forms, columns, rows, codes, privacy."""
