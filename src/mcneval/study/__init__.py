"""A study on disk: its tables, loading, checks and scaffolding. No analysis."""
