"""Addresses of ours that change something, one for each view."""

#: Those that have no screen: a GET is refused.
ONLY_POSTS = [
    "/language/", "/account/sign-out/", "/search/opened/", "/account/notices/read/",
    "/account/following/page/1/", "/communities/x/join/withdraw/",
    "/communities/x/meetings/1/remove/",
    "/communities/x/requests/1/", "/communities/x/invitations/1/withdraw/", "/account/data/copy/",
    "/watch/notes/1/again/", "/watch/notes/1/thanks/", "/watch/x/inbox/ignore/",
    "/watch/x/inbox/undo/", "/watch/x/inbox/1/keep/", "/watch/x/inbox/1/assign/",
    "/watch/x/inbox/1/remark/", "/watch/x/inbox/1/ignore/", "/watch/x/inbox/1/undo/",
    "/watch/x/sources/1/remove/", "/watch/x/sources/1/retry/",
    "/digests/in/x/begin/", "/digests/in/x/1/decide/", "/digests/in/x/1/again/",
    "/account/feeds/make/", "/account/feeds/revoke/", "/account/searches/1/delete/",
    "/communities/x/channels/1/act/",
]  # fmt: skip
#: All that take a POST.
CHANGING = [
    *ONLY_POSTS,
    # One's account, one's profile, one's notices
    "/account/sign-in/", "/account/password/", "/account/password/forgotten/",
    "/account/password/new/x/y/", "/account/data/leave/", "/account/profile/",
    "/account/notices/settings/", "/account/notices/unsubscribe/x/",
    # Comments
    "/comments/on/1/", "/comments/1/edit/", "/comments/1/delete/",
    "/comments/1/hide/", "/comments/1/restore/",
    # Communities
    "/communities/x/join/", "/communities/x/leave/", "/communities/x/members/1/",
    "/communities/x/members/1/remove/", "/communities/x/invitations/",
    "/communities/invitation/x/", "/communities/x/settings/", "/communities/x/meetings/new/",
    "/communities/x/meetings/1/", "/communities/x/pins/", "/communities/x/life/",
    # Communities and their pages
    "/communities/new/", "/communities/x/begin/", "/communities/x/merge/",
    "/communities/x/handover/", "/pages/1/move/",
    # The shared watch
    "/watch/clip/", "/watch/clip/several/", "/watch/notes/1/source/", "/watch/notes/1/cite/",
    "/watch/x/sources/add/", "/watch/x/sources/import/", "/watch/x/sources/1/", "/watch/x/rota/",
    # Digests
    "/digests/mine/", "/digests/confirm/x/", "/digests/stop/x/", "/digests/on/x/subscribe/",
    "/digests/in/x/subscribe/", "/digests/in/x/settings/", "/digests/in/x/1/",
    "/digests/in/x/1/correct/1/",
    # What leaves the site
    "/account/searches/new/", "/account/searches/1/", "/communities/x/channels/new/",
    "/communities/x/channels/1/",
]  # fmt: skip
#: Take a POST like a GET, and change nothing.
READ_ANYHOW = {
    "healthz", "readyz", "sitemap.xml", "wagtailcore_login", "profiles:person",
    "wagtaildocs_serve",
}  # fmt: skip
#: Without a token, and what they answer to a POST that says nothing.
EXEMPT = {  # the last two are signed by their address
    "/search/opened/": 400, "/account/notices/unsubscribe/x/": 404, "/digests/stop/x/": 404,
}  # fmt: skip
