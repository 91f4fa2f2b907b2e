"""A row and the row it points to belong to the same organization: who may point where is derived from the models.

On PostgreSQL a composite foreign key says so; where one of the two may belong to nobody (a law), and on SQLite, a
trigger does.
"""

from dataclasses import dataclass

from django.apps import apps
from django.db import models

from .guards import belongs_to_organization, owner


@dataclass(frozen=True)
class Link:
    """`child.column` points at `parent.id`; both have an `organization_id`."""

    child: str
    column: str
    parent: str
    may_belong_to_nobody: bool

    @property
    def says(self) -> str:
        return f"{self.child}.{self.column} points into another organization"


def links() -> list[Link]:
    """Every foreign key between two tables whose rows belong to organizations."""
    found = []
    for model in apps.get_models():
        if not belongs_to_organization(model):
            continue
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.ForeignKey) and belongs_to_organization(field.related_model):
                found.append(
                    Link(
                        child=model._meta.db_table,
                        column=field.column,
                        parent=field.related_model._meta.db_table,
                        may_belong_to_nobody=any(owner(one).null for one in (model, field.related_model)),
                    )
                )
    return found
