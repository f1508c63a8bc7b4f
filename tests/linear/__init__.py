"""Every screen as linear text, kept as files to be read aloud. ``python -m tests.linear`` writes them anew."""
