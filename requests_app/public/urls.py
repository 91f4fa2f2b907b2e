"""The public addresses. `<slug>` names an organization; a draft's id is of use to its own visitor only."""

from django.urls import path

from .views import ask, send, start, status

app_name = "public"

urlpatterns = [
    path("", start.home, name="home"),
    path("<slug:slug>/", start.start, name="start"),
    path("<slug:slug>/accent.css", start.accent, name="accent"),
    path("<slug:slug>/for-someone-else/", start.agents, name="agents"),
    path("<slug:slug>/ask/", ask.begin, name="begin"),
    path("<slug:slug>/ask/<uuid:draft_id>/check/", send.check, name="check"),
    path("<slug:slug>/ask/<uuid:draft_id>/sent/", send.sent, name="sent"),
    path("<slug:slug>/ask/<uuid:draft_id>/<str:step>/", ask.question, name="question"),
    path("<slug:slug>/status/", status.show, name="status"),
    path("<slug:slug>/status/leave/", status.leave, name="leave"),
    path("<slug:slug>/status/<str:token>/", status.open_link, name="open_link"),
]
