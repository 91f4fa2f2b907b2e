"""The address map: apps bring their own."""

from django.urls import URLPattern, URLResolver, include, path

from organizations.staff_site import staff_site

urlpatterns: list[URLPattern | URLResolver] = [
    path("staff/", staff_site.urls),
    path("", include("requests_app.health")),
    path("", include("requests_app.public.urls")),  # last: each organization's slug is an address of its own
]

handler400 = "requests_app.public.views.errors.bad_request"
handler403 = "requests_app.staff.errors.not_allowed"  # the public pages but for staff
handler404 = "requests_app.staff.errors.not_found"
handler500 = "requests_app.public.views.errors.our_fault"
