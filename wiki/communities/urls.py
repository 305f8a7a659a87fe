"""Addresses of communities beside their pages of the tree."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from wiki.communities.running.urls import urlpatterns as running
from wiki.communities.views import (
    figures,
    invitation,
    invitations,
    joining,
    members,
    requests,
    todo,
)


class RowConverter(IntConverter):
    """The number of a row; longer ones than the database can hold are no address of ours."""

    regex = "[0-9]{1,18}"


register_converter(RowConverter, "row")

app_name = "communities"

urlpatterns = [
    *running,
    path("to-do/", todo.todo, name="todo"),
    path("<slug:slug>/door/", joining.door, name="door"),
    path("<slug:slug>/join/", joining.join, name="join"),
    path("<slug:slug>/join/withdraw/", joining.withdraw, name="withdraw"),
    path("<slug:slug>/leave/", joining.leave, name="leave"),
    path("<slug:slug>/members/", members.member_list, name="members"),
    path("<slug:slug>/members/export/", members.export, name="export"),
    path("<slug:slug>/members/<row:number>/", members.member, name="member"),
    path("<slug:slug>/members/<row:number>/remove/", members.remove_member, name="remove"),
    path("<slug:slug>/figures/", figures.figures, name="figures"),
    path("<slug:slug>/figures/export/", figures.export, name="export_figures"),
    path("<slug:slug>/requests/", requests.request_list, name="requests"),
    path("<slug:slug>/requests/<row:number>/", requests.decide, name="decide"),
    path("<slug:slug>/invitations/", invitations.invitation_list, name="invitations"),
    path(
        "<slug:slug>/invitations/<row:number>/withdraw/",
        invitations.withdraw,
        name="withdraw_invitation",
    ),
    # Last: a community may be called « invitation ».
    path("invitation/<slug:secret>/", invitation.invitation, name="invitation"),
]
