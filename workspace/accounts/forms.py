"""What people fill in to sign in and to change their password."""

from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from workspace.forms import Form


def _stripped(value: str | None) -> str | None:
    return value.strip() if value else value


class SignInForm(Form):
    """Who they are."""

    email = StringField(
        "E-mail address",
        filters=[_stripped],
        validators=[
            DataRequired("Enter your e-mail address"),
            Length(max=254, message="An e-mail address has at most 254 characters"),
        ],
    )
    password = PasswordField(
        "Password",
        validators=[
            InputRequired("Enter your password"),
            Length(max=128, message="A password has at most 128 characters"),
        ],
    )


class ChangePasswordForm(Form):
    """The password they have and the one they want."""

    old = PasswordField(
        "Your password now",
        validators=[
            InputRequired("Enter the password you signed in with"),
            Length(max=128, message="A password has at most 128 characters"),
        ],
    )
    new = PasswordField(
        "New password",
        description="At least 12 characters. Three or four words that do not belong together do well.",
        validators=[InputRequired("Enter a new password")],
    )
    again = PasswordField("New password again", validators=[InputRequired("Enter the new password again")])
