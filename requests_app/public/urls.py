"""The public addresses. `<slug>` names an organization; a draft's id is of use to its own visitor only."""

from django.urls import path

from .views import acts, ask, case, codes, contact, send, start, status

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
    path("<slug:slug>/status/find/", codes.find, name="find"),
    path("<slug:slug>/status/code/", codes.code, name="code"),
    path("<slug:slug>/status/contact/<uuid:submission_id>/", contact.change, name="contact"),
    path("<slug:slug>/status/<uuid:request_id>/", case.show, name="case"),
    path("<slug:slug>/status/<uuid:request_id>/letters/<uuid:letter_id>/", case.letter, name="letter"),
    path("<slug:slug>/status/<uuid:request_id>/letters/<uuid:letter_id>/pdf/", case.letter_pdf, name="letter_pdf"),
    path("<slug:slug>/status/<uuid:request_id>/files/<uuid:file_id>/", case.fetch, name="fetch"),
    path("<slug:slug>/status/<uuid:request_id>/<str:deed>/", acts.act, name="act"),
    path("<slug:slug>/status/<str:token>/", status.open_link, name="open_link"),
]
