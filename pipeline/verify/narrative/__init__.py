"""Identities between sentences and tables, and among sentences, read from ``identities.yaml``."""
