"""A plain Wagtail site as its project template starts one: what we measure against."""
