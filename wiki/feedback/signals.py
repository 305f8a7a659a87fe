"""What happens in comments, for apps above that want to tell people.

Sent inside the transaction of the change; a receiver that sends anything queues it for
after the commit.
"""

from django.dispatch import Signal

#: ``comment``: written; who is mentioned stands in ``comment.named``.
commented = Signal()
#: ``comment``: its author changed it; mentions may be new.
comment_edited = Signal()
#: ``comment``, ``by``: hidden for ``comment.hidden_reason``.
comment_hidden = Signal()
