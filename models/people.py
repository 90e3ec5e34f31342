"""Units, posts and who holds them. Work belongs to posts and units, never to persons."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .db import Code, Day, Key, Moment, Name, Words, db


class UnitKind(StrEnum):
    CITY = "city"  #: the city government itself
    OFFICE = "office"  #: an office of the city government (supervision office …)
    DEPARTMENT = "department"  #: a department under the city government
    COUNTY = "county"  #: a county or district government
    PARTY = "party"  #: a party or mass organisation that only takes part
    EXTERNAL = "external"  #: somebody outside the city


class Unit(db.Model):
    """An organisational unit. Its code shares one namespace with the posts' codes."""

    __tablename__ = "unit"

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    name_en: Mapped[Name]
    kind: Mapped[UnitKind]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    position: Mapped[int] = mapped_column(default=0)  #: order in lists

    parent: Mapped[Unit | None] = relationship(remote_side="Unit.id")
    posts: Mapped[list[Post]] = relationship(back_populates="unit", order_by="Post.position")


class PostKind(StrEnum):
    LEADER = "leader"  #: a leader on the duty list, or one who acts for him
    HEAD = "head"  #: the person in charge of a unit
    LIAISON = "liaison"  #: a unit's contact
    SECTION = "section"  #: a section that does the work
    CLERK = "clerk"  #: staff of the supervision office
    ADMIN = "admin"  #: process, system or audit staff


class AccessRole(StrEnum):
    """What a post may see and do beyond its own tasks (domain page §4)."""

    LEADER = "leader"
    SECRETARIAT = "secretariat"
    DEPARTMENT = "department"
    COUNTY = "county"
    PROCESS_ADMIN = "process_admin"
    SYSTEM_ADMIN = "system_admin"
    AUDITOR = "auditor"


class Post(db.Model):
    """A post that holds work: `sg`, `yjj-head`. Whoever is appointed to it today does the work."""

    __tablename__ = "post"

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    name_en: Mapped[Name]
    kind: Mapped[PostKind]
    access_role: Mapped[AccessRole]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    superior_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    duty_role: Mapped[str | None] = mapped_column(String(8))  #: M, E, S, V or G: its part of the duty list
    position: Mapped[int] = mapped_column(default=0)

    unit: Mapped[Unit] = relationship(back_populates="posts")
    superior: Mapped[Post | None] = relationship(remote_side="Post.id")
    appointments: Mapped[list[Appointment]] = relationship(back_populates="post")


class User(db.Model):
    """A person who logs in. Shown by title only in the demonstration."""

    __tablename__ = "user_account"

    id: Mapped[Key]
    username: Mapped[Code] = mapped_column(unique=True)
    display_name: Mapped[Name]
    password_hash: Mapped[str] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    session_epoch: Mapped[int] = mapped_column(default=0)  #: raised to end all of the person's sessions
    large_type: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str | None] = mapped_column(String(8))
    created_at: Mapped[Moment]

    appointments: Mapped[list[Appointment]] = relationship(back_populates="user")


class Appointment(db.Model):
    """A person holds a post from a day to a day, both included; an open end means until further notice."""

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint("to_date IS NULL OR to_date >= from_date", name="ends_after_it_begins"),
        Index("ix_appointment_user_post", "user_id", "post_id"),
    )

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    from_date: Mapped[Day]
    to_date: Mapped[date | None]

    user: Mapped[User] = relationship(back_populates="appointments")
    post: Mapped[Post] = relationship(back_populates="appointments")

    def holds_on(self, day: date) -> bool:
        return self.from_date <= day and (self.to_date is None or day <= self.to_date)


class Portfolio(db.Model):
    """A leader's post oversees a unit, from a day to a day, both included (分管)."""

    __tablename__ = "portfolio"

    id: Mapped[Key]
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    from_date: Mapped[Day]
    to_date: Mapped[date | None]

    post: Mapped[Post] = relationship()
    unit: Mapped[Unit] = relationship()


class Substitution(db.Model):
    """The B role (AB角): who signs for a post when its holder is away or may not act himself."""

    __tablename__ = "substitution"
    __table_args__ = (CheckConstraint("post_id <> substitute_id", name="not_oneself"),)

    id: Mapped[Key]
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), unique=True)
    substitute_id: Mapped[int] = mapped_column(ForeignKey("post.id"))

    post: Mapped[Post] = relationship(foreign_keys=[post_id])
    substitute: Mapped[Post] = relationship(foreign_keys=[substitute_id])


class Absence(db.Model):
    """A post's holder is away from a day to a day, both included: its substitute acts in its name."""

    __tablename__ = "absence"
    __table_args__ = (CheckConstraint("to_date >= from_date", name="ends_after_it_begins"),)

    id: Mapped[Key]
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    from_date: Mapped[Day]
    to_date: Mapped[Day]
    reason: Mapped[Words]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    entered_at: Mapped[Moment]

    post: Mapped[Post] = relationship()
