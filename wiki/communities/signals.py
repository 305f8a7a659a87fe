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
#: ``community``, ``into``, ``people`` (list of ids): these members of the one came into the
#: other all at once, in a merger; ``joined`` is not sent for them.
came_along = Signal()
#: ``community``, ``into``, ``by``: merged into another one.
merged = Signal()
#: ``page``, ``before``, ``after`` (CommunityPage), ``by``: a page lives in another community.
page_moved = Signal()

# Reviews. ``state`` is a ReviewTaskState: one page at one step (``wiki.communities.models``);
# ``page`` is the version under review, as its author wrote it, and may be read by the people
# of ``asked`` and by its authors only while it is not published. ``community`` is None once
# the page lives in no community.

#: ``state``, ``page``, ``community``, ``asked`` (list of User), ``by`` (User or None): a page
#: reached a step and waits for these people; sent for each step, and for those who come to
#: be asked while it waits.
review_submitted = Signal()
#: ``state``, ``taker`` (User, or None when given back), ``by``: somebody is on the review.
review_taken = Signal()
#: ``state``, ``page``, ``community``, ``by``, ``comment``, ``last``: a step was accepted; when
#: it was the ``last`` one, ``page_accepted`` is sent too.
review_step_done = Signal()
#: ``state``, ``page``, ``community``, ``by``, ``comment``: sent back to its author.
changes_asked = Signal()
#: ``workflow_state``, ``page``, ``community``, ``by``, ``live``: every step is done, or
#: somebody published without waiting for them; ``live`` is false when a date is set.
page_accepted = Signal()
#: ``workflow_state``, ``page``, ``community``, ``by``, ``taker`` (User or None): the author took
#: it back, or the community was archived.
review_cancelled = Signal()
