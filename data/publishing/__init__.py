"""Publication: what leaves the house, protected against being reckoned back, and audited (security.md S3, S4)."""
