"""What produces notices: one module for each place where things happen."""
