"""Notes by e-mail: a link and what it means for us, from the address of an account."""
