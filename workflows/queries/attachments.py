"""The files of a matter, with who brought them."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from models import Attachment

_KEPT = (
    select(Attachment)
    .where(Attachment.instance_id == bindparam("instance"), Attachment.withdrawn_at.is_(None))
    .options(joinedload(Attachment.uploaded_by))
    .order_by(Attachment.id)
)


def attachments_of(session: Session, instance_id: int) -> tuple[Attachment, ...]:
    """Those nobody took back, in the order in which they came."""
    return tuple(session.scalars(_KEPT, {"instance": instance_id}))
