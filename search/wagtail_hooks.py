"""The search in the CMS: each part registers what it brings."""

from importlib import import_module

import_module("search.cms.hooks")
import_module("search.log.hooks")
