"""What a file must be before the library takes it, whichever way it comes in."""
