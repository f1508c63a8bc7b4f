"""Dialogs as data, and the pure rules that say where a user stands in one."""
