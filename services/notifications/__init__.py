"""Notifications: who is told what, when, and why not; the mails that left or were kept for reading in the portal.

It owns the plans (a rule, what it speaks of, the date it hangs on) and the mails. It tells `notification-planned`,
`notification-sent` and `notification-voided`; it hears what its rules stand on, from `workshop-scheduled` to
`report-due`, and `person-erased`. Addresses are asked of the register when a mail is written, never kept in a plan.

Telling the past sends no mail: a fact whose date has passed when it is heard, or that has no date, makes a plan that is
`skipped` from the start, with the reason to read; it tells no event.
"""
