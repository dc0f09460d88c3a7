"""Where records land: tables, loading, queries, export."""
