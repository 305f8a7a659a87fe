"""Screens of communities beside their pages: requests into calls, no rule of their own."""
