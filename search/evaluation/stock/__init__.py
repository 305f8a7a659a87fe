"""What Wagtail's own search gives, without any code of ours: an application of its own.

It is never installed on the site. It runs in a process of its own, with settings of its
own, a throwaway database, and Wagtail's search as its documentation sets it up.
"""
