"""What happens in communities, for apps above that want to tell people.

All are sent inside the transaction of the change; a receiver that sends anything queues
it for after the commit.
"""

from django.dispatch import Signal

#: ``membership``; ``by`` (User or None): somebody became a member.
joined = Signal()
#: ``community``, ``person``, ``by``: somebody is a member no longer; ``by`` is the person
#: when they left by themselves.
left = Signal()
#: ``membership``, ``before`` (Role), ``by``: another role.
role_changed = Signal()
#: ``join_request``: somebody asked to join.
join_requested = Signal()
#: ``join_request``, ``by``: accepted or declined.
join_decided = Signal()
#: ``invitation``, ``link`` (absolute address): to be sent to ``invitation.email``.
invited = Signal()
#: ``invitation``, ``membership``: somebody came in with it.
invitation_used = Signal()
#: ``community``, ``by``: archived, or in use again.
archive_changed = Signal()
#: ``community``, ``into``, ``by``: merged into another one.
merged = Signal()
#: ``page``, ``before``, ``after`` (CommunityPage), ``by``: a page lives in another community.
page_moved = Signal()
