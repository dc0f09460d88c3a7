"""Exports: files that portals, spreadsheets and researchers take."""
