"""Addresses of what leaves the site: feeds, saved searches, calendars."""

from django.urls import path

from wiki.syndication import converters  # noqa: F401  (registers the parts of addresses)
from wiki.syndication.calendars import views as calendars
from wiki.syndication.feeds import account_views, views
from wiki.syndication.searches import views as searches
from wiki.syndication.visits import views as visits
from wiki.syndication.webhooks import views as webhooks

app_name = "syndication"

#: Everything below is read with the rights of the person whose address it is.
PRIVATE = "feeds/private/<feed_secret:secret>/"

urlpatterns = [
    path("feeds/", views.feeds, name="feeds"),
    path("feeds/feeds.opml", views.feeds_opml, name="opml"),
    path("feeds/site.<feed_form:form>", views.feed, name="site"),
    path("feeds/communities/<slug:slug>.ics", calendars.of_community, name="calendar"),
    path("feeds/<feed_place:kind>/<slug:key>.<feed_form:form>", views.feed, name="of_place"),
    path(f"{PRIVATE}feeds.opml", views.private_opml, name="private_opml"),
    path(f"{PRIVATE}communities.ics", calendars.mine, name="my_calendar"),
    path(f"{PRIVATE}communities/<slug:slug>.ics", calendars.private, name="private_calendar"),
    path(f"{PRIVATE}site.<feed_form:form>", views.private_feed, name="private_site"),
    path(
        f"{PRIVATE}<own_feed_place:kind>/<slug:key>.<feed_form:form>",
        views.private_feed,
        name="private_of_place",
    ),
    path("account/feeds/", account_views.private_feeds, name="private_feeds"),
    path("account/feeds/make/", account_views.make, name="make_address"),
    path("account/feeds/revoke/", account_views.revoke, name="revoke_address"),
    path("account/searches/", searches.searches, name="searches"),
    path("account/searches/new/", searches.new, name="new_search"),
    path("account/searches/<page_id:number>/", searches.change, name="change_search"),
    path("account/searches/<page_id:number>/delete/", searches.delete, name="delete_search"),
    path("new/", visits.new, name="new"),
    path("communities/<slug:slug>/channels/", webhooks.channels, name="channels"),
    path("communities/<slug:slug>/channels/new/", webhooks.channel, name="new_channel"),
    path("communities/<slug:slug>/channels/<page_id:number>/", webhooks.channel, name="channel"),
    path("communities/<slug:slug>/channels/<page_id:number>/act/", webhooks.act, name="act"),
]
