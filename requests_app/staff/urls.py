"""The addresses of the desk that are not lists of rows; they live inside the staff site, behind its sign-in."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from organizations.staff_site import staff_site

from . import outgoing_views, quarantine_views, seen_views, spoken_code
from .act_views import act_on
from .attachments import views as file_views
from .away import hand_over_views
from .away import views as away_views
from .calendar import views as calendar_views
from .home import home
from .intake import call_views, entry_views
from .letters import saying, spoken, template_views, translations
from .letters import views as letter_views

View = Callable[..., HttpResponseBase]


def _path(route: str, view: View, name: str) -> URLPattern:
    behind_sign_in: View = staff_site.admin_view(view)
    return path(route, behind_sign_in, name=name)


def desk_urls() -> list[URLPattern]:
    return [
        _path("", home, "index"),
        _path("intake/call/", call_views.choose_for_call, "intake-call"),
        _path("intake/call/<uuid:submission_id>/read-back/", call_views.read_it_back, "intake-read-back"),
        _path("intake/call/<slug:slug>/", call_views.take_call, "intake-call-for"),
        _path("intake/entry/", entry_views.choose_for_entry, "intake-entry"),
        _path("intake/entry/<slug:slug>/", entry_views.enter, "intake-entry-for"),
        _path("requests/<uuid:request_id>/<slug:slug>/", act_on, "act"),
        _path("requests/<uuid:request_id>/clocks/<uuid:deadline_id>/seen/", seen_views.see_alert, "alert-seen"),
        _path("requests/<uuid:request_id>/clocks/<uuid:deadline_id>/unseen/", seen_views.undo_seen, "alert-unseen"),
        _path("requests/<uuid:request_id>/code/read-out/", spoken_code.read_out, "spoken-code"),
        _path("requests/<uuid:request_id>/files/attach/", file_views.attach, "attach-file"),
        _path("requests/<uuid:request_id>/files/<uuid:file_id>/", file_views.fetch, "file"),
        _path("requests/<uuid:request_id>/files/<uuid:file_id>/erase/", file_views.erase, "erase-file"),
        _path("requests/<uuid:request_id>/letters/new/", saying.choose, "new-letter"),
        _path("requests/<uuid:request_id>/letters/language/", spoken.record_spoken, "spoken-language"),
        _path("requests/<uuid:request_id>/letters/new/<str:kind>/", saying.begin, "begin-letter"),
        _path("letters/<uuid:letter_id>/", letter_views.show, "letter"),
        _path("letters/<uuid:letter_id>/edit/", saying.edit, "edit-letter"),
        _path("letters/<uuid:letter_id>/again/", saying.begin_anew, "letter-again"),
        _path("letters/<uuid:letter_id>/send/", letter_views.send, "send-letter"),
        _path("letters/<uuid:letter_id>/posted/", letter_views.record_posted, "letter-posted"),
        _path("letters/<uuid:letter_id>/discard/", letter_views.discard, "discard-letter"),
        _path("letters/<uuid:letter_id>/paper/", letter_views.paper, "letter-paper"),
        _path("letters/<uuid:letter_id>/translation/", translations.translate, "translate-letter"),
        _path("wordings/<slug:slug>/", template_views.wordings, "wordings"),
        _path("wordings/<slug:slug>/<str:kind>/", template_views.wording, "wording"),
        _path("away/", away_views.away, "away"),
        _path("away/<uuid:absence_id>/end/", away_views.end_away, "end-away"),
        _path("away/<slug:slug>/", away_views.set_away, "set-away"),
        _path("hand-over/", hand_over_views.choose, "hand-over"),
        _path("hand-over/<slug:slug>/", hand_over_views.hand_over_for, "hand-over-for"),
        _path("calendar/<slug:slug>/add/", calendar_views.add_day, "add-day"),
        _path("calendar/<slug:slug>/take-out/", calendar_views.take_out_day, "take-out-day"),
        _path("outgoing/", outgoing_views.outgoing_mail, "outgoing"),
        _path("review/", quarantine_views.review, "quarantine"),
        _path("review/<uuid:submission_id>/release/", quarantine_views.release, "release"),
        _path("review/<uuid:submission_id>/dismiss/", quarantine_views.dismiss, "dismiss"),
    ]
