"""Addresses of digests: composing, sending, subscribing."""

from django.urls import path

# The converters of ids that the database can hold are registered there.
from guides.urls import PageIdConverter  # noqa: F401
from wiki.communities.running.urls import RowIdConverter  # noqa: F401
from wiki.digests.composing import preview_views, views
from wiki.digests.delivery import views as sending
from wiki.digests.subscriptions import views as subscribing

app_name = "digests"

#: Of a community.
PLACE = "in/<slug:slug>/"
#: One of its digests.
ONE = f"{PLACE}<page_id:number>/"

urlpatterns = [
    path("mine/", subscribing.mine, name="mine"),
    path("confirm/<str:token>/", subscribing.confirm, name="confirm"),
    path("stop/<str:token>/", subscribing.stop, name="stop"),
    path("on/<slug:theme>/subscribe/", subscribing.subscribe, name="subscribe_theme"),
    path(f"{PLACE}subscribe/", subscribing.subscribe, name="subscribe"),
    path(PLACE, views.desk, name="desk"),
    path(f"{PLACE}begin/", views.begin, name="begin"),
    path(f"{PLACE}settings/", views.settings, name="settings"),
    path(ONE, views.compose, name="compose"),
    path(f"{ONE}send/", views.send, name="send"),
    path(f"{ONE}decide/", views.decide, name="decide"),
    path(f"{ONE}preview/web/", preview_views.on_the_web, name="preview_web"),
    path(f"{ONE}preview/mail/", preview_views.as_mail, name="preview_mail"),
    path(f"{ONE}preview/text/", preview_views.as_text, name="preview_text"),
    path(f"{ONE}sent/", sending.sent, name="sent"),
    path(f"{ONE}again/", sending.again, name="again"),
    path(f"{ONE}correct/<row_id:item>/", sending.correct, name="correct"),
]
