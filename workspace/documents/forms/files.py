"""The field with which files arrive."""

from typing import Any

from wtforms import MultipleFileField
from wtforms.validators import ValidationError

from workspace.documents.arriving import Arrival
from workspace.documents.uploads import arrivals_of
from workspace.errors import StoreUnavailable, TooLarge


class ArrivalsField(MultipleFileField):
    """Files that went to the store while the form was read; what went wrong with them is said here."""

    @property
    def arrivals(self) -> list[Arrival]:
        """The files, in the order in which they were sent."""
        return arrivals_of(self.data)

    @property
    def status(self) -> int:
        """The status of the answer that shows this field's errors."""
        failures = [arrival.failure for arrival in self.arrivals]
        if any(isinstance(failure, StoreUnavailable) for failure in failures):
            return 503
        return 413 if any(isinstance(failure, TooLarge) for failure in failures) else 422

    def pre_validate(self, form: Any) -> None:
        """Say what failed, for every file, and that there has to be one."""
        if not self.arrivals:
            raise ValidationError("Choose a document.")
        several = len(self.arrivals) > 1
        wrong = [
            f"{arrival.filename}: {arrival.failure}" if several else str(arrival.failure)
            for arrival in self.arrivals
            if arrival.failure is not None or arrival.is_empty()
        ]
        if wrong:
            raise ValidationError(" ".join(dict.fromkeys(wrong)))
