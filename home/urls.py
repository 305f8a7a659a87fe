"""Pages about the site itself, and what a person wrote."""

from django.urls import path

from home import demo_feeds, views

urlpatterns = [
    path("about/", views.about, name="about"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("legal/", views.legal, name="legal"),
    path("account/pages/", views.pages_of_mine, name="my_pages"),
    path("demo/feeds/<slug:name>", demo_feeds.demo_feed, name="demo_feed"),
    path("demo/pages/<slug:name>", demo_feeds.demo_page, name="demo_page"),
    path("robots.txt", views.robots, name="robots"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
]
