"""Drafts of the papers that HR has to write, as Word files, Markdown and CSV. Pure: from values to bytes."""
