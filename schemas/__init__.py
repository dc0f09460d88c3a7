"""What things are: records, forms, vocabulary and classifications. Imports none of the other packages."""
