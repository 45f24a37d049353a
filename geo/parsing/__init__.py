"""Parsing of files from outside in processes of their own, with limits, ended from outside."""
