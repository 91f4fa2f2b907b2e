"""A page with one form that calls one service: what the staff site has in place of editing rows."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from unfold.widgets import CHECKBOX_CLASSES, INPUT_CLASSES, SELECT_CLASSES, TEXTAREA_CLASSES

from organizations.staff_site import staff_site

Act = Callable[[dict[str, Any]], str | HttpResponse]
"""Does it, with the cleaned values; says what was done, or shows it. Raises ValidationError, keyed by field."""


def dress(form: forms.BaseForm) -> None:
    """Give plain fields the look of the staff site."""
    for field in form.fields.values():
        widget = field.widget
        if isinstance(widget, (forms.CheckboxInput, forms.CheckboxSelectMultiple)):
            classes = CHECKBOX_CLASSES
        elif isinstance(widget, forms.Select):
            classes = SELECT_CLASSES
        elif isinstance(widget, forms.Textarea):
            classes = TEXTAREA_CLASSES
        else:
            classes = INPUT_CLASSES
        widget.attrs["class"] = " ".join(classes)


def form_page(
    request: HttpRequest,
    *,
    form: forms.BaseForm,
    act: Act,
    title: str,
    explains: str,
    verb: str,
    back: str,
    remedies: Callable[[], Mapping[str, str]] = dict,
) -> HttpResponse:
    """Show the form; when it is sent, act and go `back`. What is wrong is said at the field, and nothing is lost.

    `remedies`: links by their words, shown beside what is wrong with the whole.
    """
    if request.method == "POST" and form.is_valid():
        try:
            done = act(form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if isinstance(done, HttpResponse):
                return done
            messages.success(request, done)
            return HttpResponseRedirect(back)
    dress(form)
    context = {"form": form, "title": title, "explains": explains, "verb": verb, "back": back}
    context["remedies"] = remedies() if form.non_field_errors() else {}
    return staff_page(request, "organizations/form_page.html", context)


def staff_page(request: HttpRequest, template: str, context: dict[str, Any]) -> TemplateResponse:
    """A page in the layout of the staff site."""
    request.current_app = staff_site.name  # what Django's admin sets, too
    return TemplateResponse(request, template, {**staff_site.each_context(request), **context})
