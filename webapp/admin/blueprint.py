"""The blueprint all routes of the administration hang on, and who may open which part (三员分立)."""

from __future__ import annotations

from flask import Blueprint

from models import AccessRole

from ..access import only_for

blueprint = Blueprint("admin", __name__, url_prefix="/admin")

#: Technical work: accounts, posts, calendar, limits. Nobody here approves anything or sees a case.
for_technicians = only_for(AccessRole.SYSTEM_ADMIN)
#: Versions of processes.
for_processes = only_for(AccessRole.PROCESS_ADMIN)
#: What stands still and must be mended.
for_menders = only_for(AccessRole.SECRETARIAT, AccessRole.PROCESS_ADMIN)
#: Who holds which post and who is away, which limits stand: known to the secretariat too.
for_the_office = only_for(AccessRole.SECRETARIAT, AccessRole.SYSTEM_ADMIN)
#: The record of logins and reads is kept from those whose acts it records.
for_auditors = only_for(AccessRole.AUDITOR)
#: The overview shows each of them his own part.
for_all_of_them = only_for(
    AccessRole.SECRETARIAT, AccessRole.SYSTEM_ADMIN, AccessRole.PROCESS_ADMIN, AccessRole.AUDITOR
)
