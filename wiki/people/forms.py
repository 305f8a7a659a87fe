"""Forms of the account."""

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """E-mail address and password; never says which of the two was wrong."""

    error_messages = {
        "invalid_login": _("This address and this password do not go together."),
        "inactive": _("This account is closed. Write to the people who run the site."),
    }
