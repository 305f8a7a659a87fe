"""What a file says about itself: front matter to typed values."""
