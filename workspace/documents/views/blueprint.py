"""The blueprint to which every page of documents adds itself."""

from flask import Blueprint

blueprint = Blueprint("documents", __name__)
