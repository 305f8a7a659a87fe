"""Addresses of the site."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from wiki.core.health import healthz, readyz
from wiki.core.views import picture
from wiki.people.views import set_language

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("language/", set_language, name="set_language"),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("sitemap.xml", sitemap),
    path("account/", include("wiki.people.urls")),
    path("account/", include("wiki.notifications.urls")),
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
