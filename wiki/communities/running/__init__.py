"""The screens of those who run a community, beside its pages of the tree."""
