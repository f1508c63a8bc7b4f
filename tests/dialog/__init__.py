"""Tests of the dialog engine, each feature with a tiny dialog of its own."""
