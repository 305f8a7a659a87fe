"""Addresses of a community's inbox."""

from django.urls import path

from wiki.watch.triage import rota_views, views

urlpatterns = [
    path("<slug:slug>/inbox/", views.inbox, name="inbox"),
    path("<slug:slug>/inbox/ignore/", views.ignore_many, name="ignore_stories"),
    path("<slug:slug>/inbox/undo/", views.undo_last, name="undo_last"),
    path("<slug:slug>/inbox/<row:number>/", views.story, name="story"),
    path("<slug:slug>/inbox/<row:number>/keep/", views.keep, name="keep_story"),
    path("<slug:slug>/inbox/<row:number>/assign/", views.assign, name="assign_story"),
    path("<slug:slug>/inbox/<row:number>/remark/", views.remark, name="remark_story"),
    path("<slug:slug>/inbox/<row:number>/ignore/", views.ignore, name="ignore_story"),
    path("<slug:slug>/inbox/<row:number>/undo/", views.undo, name="undo_story"),
    path("<slug:slug>/rota/", rota_views.rota, name="rota"),
]
