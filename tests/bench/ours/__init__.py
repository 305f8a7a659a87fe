"""The site of this repository, as it is served."""
