"""How a community is configured, for those alone who may: what the CMS adds to its page.

The groups of a community may change pages in its section, and its own page is the first of
them. What that page says and who sees it is for whoever configures the community.
"""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import PagePermissionTester

#: What decides who reads a community, who joins it and who reviews its pages.
SETTINGS = ("visibility", "joining", "expert_step")


class CommunityForm(WagtailAdminPageForm):
    """The CMS's form, without the settings for whoever may not configure the community.

    Whoever makes a new one chooses them.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.instance.is_configured_by(self.for_user):
            for name in SETTINGS:
                self.fields.pop(name, None)


class CommunityPermissionTester(PagePermissionTester):
    """Wagtail's rights, of which those of experts begin below the page of the community.

    Facilitators alone hold the right to publish there. What an administrator gave further
    up, and a review that waits for somebody, count as they do for any page.
    """

    def can_edit(self) -> bool:
        return bool(super().can_edit() and (self.user.is_superuser or self._runs_it()))

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return bool(super().can_delete(ignore_bulk=ignore_bulk) and self.can_edit())

    def _runs_it(self) -> bool:
        if "publish" in self.permissions:
            return True
        rights = self.permission_policy.get_cached_permissions_for_user(self.user)
        if any(
            right.page_id != self.page.pk and self.page.path.startswith(right.page.path)
            for right in rights
        ):
            return True
        task = self.page.current_workflow_task
        return bool(task and task.user_can_access_editor(self.page, self.user))
