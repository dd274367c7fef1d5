"""Two small rooms for the tests of the messaging core: one logs interviews, one counts them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Integer, String, bindparam, func, insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.contracts.base import Receipt
from shared.contracts.diagnostic import GetDiagnostic, LogInterview
from shared.envelope import Envelope
from shared.errors import Refused
from shared.events import Event, InterviewLogged, StageEntered
from shared.ids import new_id
from shared.room import Commands, Queries, Reactions, Room
from shared.storage.owing import owe
from shared.storage.tables import furnish, new_metadata
from shared.storage.unit_of_work import Reader, UnitOfWork

NO_MIGRATIONS = Path(__file__).parent


class Count(BaseModel):
    """How many rows there are."""

    rows: int


def teller() -> tuple[Room, Any]:
    """A room named `diagnostic` that logs interviews; an interview with «refus» tells, then is refused."""

    class Base(DeclarativeBase):
        metadata = new_metadata()

    class Interview(Base):
        __tablename__ = "interviews"
        id: Mapped[str] = mapped_column(String(36), primary_key=True)
        structure: Mapped[str] = mapped_column(String(200))

    commands, queries = Commands(), Queries()
    logging = insert(Interview.__table__).inline()

    @commands.handles(LogInterview)
    def log(uow: UnitOfWork, command: LogInterview) -> Receipt:
        interview = new_id()
        owe(uow.session, logging, {"id": interview, "structure": command.structure})
        uow.tell(
            InterviewLogged(
                territory="t",
                accompaniment=command.accompaniment,
                interview=interview,
                structure=command.structure,
                kind="ess",
                ess=True,
                appetite="interested",
            ),
            command.occurred,
        )
        if command.structure == "refus":
            raise Refused("Non.")
        return Receipt(id=interview)

    @queries.answers(GetDiagnostic)
    def count(reader: Reader, query: GetDiagnostic) -> Count:
        return Count(rows=reader.session.scalar(select(func.count()).select_from(Interview)) or 0)

    return Room("diagnostic", Base.metadata, furnish(Base.metadata), NO_MIGRATIONS, commands, queries), Interview


def listener(behave: Any = None) -> tuple[Room, Any]:
    """A room named `reporting` that counts what it hears; `behave(event, times heard before)` may raise."""

    class Base(DeclarativeBase):
        metadata = new_metadata()

    class Heard(Base):
        __tablename__ = "heard"
        position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
        event_id: Mapped[str] = mapped_column(String(36))
        structure: Mapped[str] = mapped_column(String(200))

    reactions = Reactions()
    tries: dict[str, int] = {}
    columns = Heard.__table__.columns
    values = {name: bindparam(name, type_=columns[name].type) for name in ("event_id", "structure")}
    hearing = insert(Heard.__table__).inline().values(values)

    @reactions.to_everything
    def hear(uow: UnitOfWork, event: Event, envelope: Envelope) -> None:
        structure = event.structure if isinstance(event, InterviewLogged) else "?"
        owe(uow.session, hearing, {"event_id": envelope.id, "structure": structure})
        if behave is not None and not isinstance(event, StageEntered):
            before = tries.get(envelope.id, 0)
            tries[envelope.id] = before + 1
            behave(event, before)

    return Room("reporting", Base.metadata, furnish(Base.metadata), NO_MIGRATIONS, reactions=reactions), Heard
