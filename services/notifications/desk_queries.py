"""What the page of mails shows, in one answer."""

from __future__ import annotations

from services.notifications.queries import QUERIES, get_post_state, list_mails, list_plans
from services.notifications.rule_queries import list_tasks
from shared.contracts.notifications import GetMailDesk, GetPostState, ListMails, ListPlans, ListTasks, MailDesk
from shared.storage.unit_of_work import Reader


@QUERIES.answers(GetMailDesk)
def get_mail_desk(reader: Reader, _: GetMailDesk) -> MailDesk:
    """Plans, tasks, mails and what their servers say, as of one moment."""
    left = list_tasks(reader, ListTasks())
    return MailDesk(
        plans=list_plans(reader, ListPlans()).plans,
        tasks=left.tasks,
        asking=left.asking,
        mails=list_mails(reader, ListMails()).mails,
        post=get_post_state(reader, GetPostState()),
    )
