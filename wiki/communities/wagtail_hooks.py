"""What communities change in Wagtail: each part registers what it brings."""

from importlib import import_module

import_module("wiki.communities.serving")
import_module("wiki.communities.cms.naming")
import_module("wiki.communities.cms.history")
import_module("wiki.communities.cms.lists")
