"""The blueprint all routes of the studio hang on, and who may open which part."""

from __future__ import annotations

from flask import Blueprint

from models import AccessRole

from ..access import only_for

blueprint = Blueprint("studio", __name__, url_prefix="/studio")

#: Drawing: drafts and their editors.
for_drawers = only_for(AccessRole.PROCESS_ADMIN)
#: What is in use and who draws the next version: the secretariat decides on changes and moves its matters.
for_the_office = only_for(AccessRole.PROCESS_ADMIN, AccessRole.SECRETARIAT)
#: Deciding on changes: the setting names the posts, among leaders and in the secretariat.
for_deciders = only_for(AccessRole.PROCESS_ADMIN, AccessRole.SECRETARIAT, AccessRole.LEADER)
#: Moving running matters: whose matters they are.
for_secretariat = only_for(AccessRole.SECRETARIAT)
