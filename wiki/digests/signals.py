"""What happens to digests, for whoever wants to tell people or other sites.

All are sent inside the transaction of the change; a receiver that sends anything queues
it for after the commit.
"""

from django.dispatch import Signal

#: ``edition``, ``community``, ``by``: somebody else has to look at it.
approval_asked = Signal()
#: ``edition``, ``community``, ``by``: it may leave.
approved = Signal()
#: ``edition``, ``community``, ``by``, ``words``: something should change first.
sent_back = Signal()
#: ``edition``, ``community``, ``by``: published, and on its way to the subscribers.
digest_sent = Signal()
