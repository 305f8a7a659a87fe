"""What is measured: each module compares one thing and gives lines."""
