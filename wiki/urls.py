"""Addresses of the site."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.urls import serve_pattern
from wagtail.views import serve

from guides.cms import suggest_tags
from wiki.communities.file_views import document, picture
from wiki.communities.review.views import confirm_cancellation
from wiki.communities.sitemap import VisitorsSitemap
from wiki.core.health import healthz, readyz
from wiki.people.views import set_language

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("language/", set_language, name="set_language"),
    # At Wagtail's own addresses, before them: one tells whether a page is in review, the
    # other offers the words of every page.
    path("cms/pages/workflow/confirm_cancellation/<int:page_id>/", confirm_cancellation),
    path("cms/tag-autocomplete/", require_admin_access(suggest_tags)),
    path(
        "cms/tag-autocomplete/<slug:app_name>/<slug:model_name>/",
        require_admin_access(suggest_tags),
    ),
    path(
        "cms/login/",
        RedirectView.as_view(pattern_name="people:sign_in", query_string=True),
        name="wagtailadmin_login",
    ),
    path("cms/", include(wagtailadmin_urls)),
    # Under Wagtail's name, which documents know as their address. Without its door for
    # shared passwords, which would tell that a closed collection exists.
    re_path(r"^documents/([0-9]{1,18})/(.*)$", document, name="wagtaildocs_serve"),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": VisitorsSitemap}}),
    path("account/", include("wiki.people.urls")),
    path("account/", include("wiki.notifications.urls")),
    path("", include("wiki.communities.profile_urls")),
    path("people/", include("search.people.urls")),
    path("comments/", include("wiki.feedback.urls")),
    path("search/", include("search.urls")),
    path("communities/", include("wiki.communities.urls")),
    path("watch/", include("wiki.watch.urls")),
    path("digests/", include("wiki.digests.urls")),
    path("", include("wiki.syndication.urls")),
    path("", include("guides.urls")),
    path("", include("home.urls")),
    path("media/<path:path>", picture, name="picture"),
    # Wagtail's own addresses without its door for shared passwords, which would tell that
    # a closed page exists; its other form for signing in leads to ours.
    path(
        "_util/login/",
        RedirectView.as_view(pattern_name="people:sign_in", query_string=True),
        name="wagtailcore_login",
    ),
    re_path(serve_pattern, serve, name="wagtail_serve"),
]

handler400 = "wiki.core.views.bad_request"
handler403 = "wiki.core.views.forbidden"
# What a closed page answers is what a missing one answers.
handler404 = "wiki.communities.refusal.not_found"
handler500 = "wiki.core.views.server_error"
