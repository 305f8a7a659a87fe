"""What the links and pictures of a text lead to."""
