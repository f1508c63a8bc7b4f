"""Drafts of papers: what stands in them, and how they look as pages."""
