"""The accounting: identities read from the form catalogue, rounding, checks, trust."""
