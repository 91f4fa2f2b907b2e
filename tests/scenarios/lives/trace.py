"""What the database holds, all of it: a step that is refused leaves every row as it was."""

from collections.abc import Mapping

from django.apps import apps


def everything() -> Mapping[str, list[tuple[object, ...]]]:
    """Every row of every table that a step may write, by model."""
    models = [model for room in ("records", "requests_app") for model in apps.get_app_config(room).get_models()]
    return {model._meta.label: list(model._default_manager.order_by("pk").values_list()) for model in models}
