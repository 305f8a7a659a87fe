"""Writes on what people follow and on their notices: each person writes their own."""
