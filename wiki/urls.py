"""Addresses of the site."""

from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap

from wiki.communities.file_views import document, picture
from wiki.communities.review.views import confirm_cancellation
from wiki.core.health import healthz, readyz
from wiki.people.views import set_language

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("language/", set_language, name="set_language"),
    # At Wagtail's own address, before it.
    path("cms/pages/workflow/confirm_cancellation/<int:page_id>/", confirm_cancellation),
    path("cms/", include(wagtailadmin_urls)),
    # Under Wagtail's name, which documents know as their address. Without its door for
    # shared passwords, which would tell that a closed collection exists.
    re_path(r"^documents/([0-9]{1,18})/(.*)$", document, name="wagtaildocs_serve"),
    path("sitemap.xml", sitemap),
    path("account/", include("wiki.people.urls")),
    path("account/", include("wiki.notifications.urls")),
    path("", include("wiki.communities.profile_urls")),
    path("people/", include("search.people.urls")),
    path("comments/", include("wiki.feedback.urls")),
    path("search/", include("search.urls")),
    path("communities/", include("wiki.communities.urls")),
    path("", include("guides.urls")),
    path("", include("home.urls")),
    path("media/<path:path>", picture, name="picture"),
    path("", include(wagtail_urls)),
]

handler400 = "wiki.core.views.bad_request"
handler403 = "wiki.core.views.forbidden"
handler404 = "wiki.core.views.not_found"
handler500 = "wiki.core.views.server_error"
