"""Addresses of the site."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern
from wagtail.views import serve

from guides.cms import suggest_tags
from wiki.communities.sitemap import VisitorsSitemap
from wiki.core.health import healthz, readyz
from wiki.core.views import picture
from wiki.people.views import set_language

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("language/", set_language, name="set_language"),
    # Before Wagtail's own, which offers the words of every page.
    path("cms/tag-autocomplete/", require_admin_access(suggest_tags)),
    path(
        "cms/tag-autocomplete/<slug:app_name>/<slug:model_name>/",
        require_admin_access(suggest_tags),
    ),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": VisitorsSitemap}}),
    path("account/", include("wiki.people.urls")),
    path("search/", include("search.urls")),
    path("communities/", include("wiki.communities.urls")),
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
