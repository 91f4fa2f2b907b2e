from uuid import uuid4

from django.db import models


class PacedMail(models.Model):
    """One mail of the last minute, to some domain of a bucket: so many a minute and no more. Older rows are deleted.

    `bucket`: sixteen bits of a keyed hash of the domain. A domain can be a person's own name, so it is not kept; and a
    bucket that many domains share names none of them.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    bucket = models.CharField(max_length=4)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=("bucket", "at"), name="paced_mail_bucket")]

    def __str__(self) -> str:
        return f"{self.bucket} at {self.at:%Y-%m-%d %H:%M:%S}"
