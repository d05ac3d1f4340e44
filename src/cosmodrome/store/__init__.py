"""Reads the outside world into records and writes records out; files and folders."""
