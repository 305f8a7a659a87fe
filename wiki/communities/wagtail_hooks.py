"""What communities change in the CMS."""

from wagtail import hooks
from wagtail.api.v2.router import WagtailAPIRouter

from wiki.communities.cms_api import CommunityDocuments, CommunityImages
from wiki.communities.cms_bulk import BULK_ACTIONS


# After Wagtail's own registration (order 0), which these replace.
@hooks.register("construct_admin_api", order=100)
def list_own_files_only(router: WagtailAPIRouter) -> None:
    """The CMS's programming interface tells of no file of other communities."""
    router.register_endpoint("images", CommunityImages)
    router.register_endpoint("documents", CommunityDocuments)


for action in BULK_ACTIONS:
    hooks.register("register_bulk_action", action, order=100)
