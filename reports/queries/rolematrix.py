"""The matrix of roles as Markdown, in Chinese and English, from `domain/roles` itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from reports.domain.roles import GRANTED_BY, NEEDS_SECOND_FACTOR, Action, Reach, Role, reach
from reports.models.appointment import ROLE_NAMES

ACTION_NAMES = {
    Action.VIEW_REPORT: _("read reports, drafts included"),
    Action.WRITE_REPORT: _("write, import, submit, correct and delete drafts"),
    Action.REVIEW_REPORT: _("review reports for secrecy, approve or send back"),
    Action.PUBLISH_REPORT: _("publish, schedule, send back and withdraw reports"),
    Action.HAND_IN_REPORT: _("hand in reports to the supervising office"),
    Action.RECEIVE_REPORT: _("confirm receipt of reports and remind"),
    Action.VIEW_AGENCY: _("see the entry of an agency"),
    Action.CHANGE_AGENCY: _("change the contacts and names of an agency"),
    Action.MOVE_AGENCY: _("add and delete agencies, change their place, kind, level, address and dates"),
    Action.VIEW_ACCOUNT: _("see staff accounts and their roles"),
    Action.MANAGE_ACCOUNT: _("make, rename and switch off accounts, give and take away roles"),
    Action.VIEW_EVENT: _("read the log"),
    Action.EXPORT_EVENT: _("export the log"),
    Action.VIEW_APPLICATION: _("see applications for disclosure, applicants masked"),
    Action.WORK_APPLICATION: _("enter, handle and answer applications"),
    Action.UNMASK_APPLICATION: _("see an applicant's personal data, on record"),
    Action.EXPORT_APPLICATION: _("take along the dossier of a case"),
    Action.VIEW_COUNT: _("see the figures counted from applications, without the cases"),
    Action.CHANGE_WORDING: _("word the agency's letters to applicants"),
    Action.CHANGE_WORKDAY: _("enter working days moved by the State Council"),
    Action.VIEW_DOCUMENT: _("read catalogue documents, drafts included"),
    Action.WRITE_DOCUMENT: _("write, submit, change and delete catalogue documents"),
    Action.REVIEW_DOCUMENT: _("review catalogue documents for secrecy, approve or send back"),
    Action.PUBLISH_DOCUMENT: _("publish, schedule, send back and withdraw catalogue documents"),
    Action.MANAGE_CATEGORY: _("add and change an agency's own catalogue columns"),
    Action.MANAGE_EXCHANGE: _("choose the other portals whose publications are taken over (every agency)"),
}
"""Action → what it allows, in words."""

REACH_NAMES = {Reach.OWN: _("own agency"), Reach.BELOW: _("own agency and all below")}

HEAD = """# Roles and rights · 角色与权限

Generated from `reports/domain/roles.py` by `manage.py role_matrix`; do not edit. A test compares it, another
walks it through the real doors of the admin (`tests/admin/test_matrix.py`).

- An account has rights only through its appointments: a role at an agency, or at every agency. What is not in
  the table is denied. 账号的权限只来自任命（某机构的某角色）；表中没有的，一律不允许。
- Outside of what somebody may see, an id is answered like one that never was (404); what they see but may not
  do is refused (403). Both are written into the log.
  看不到的内容一律按不存在处理；看得到但无权办理的予以拒绝；均记入日志。
- Nobody changes appointments of their own account; an account is switched off, never deleted.
  任何人不得更改自己账号的角色；账号只停用，不删除。
- Who renames, switches off or resets the password of an account must be able to give every role it holds.
  重置密码、停用账号者，须有权授予该账号的全部角色。
- Who reviews wrote nothing of what is reviewed, whatever their roles (`reports/domain/road.py`).
  审查人不得是撰写人，与角色无关。
"""


def markdown() -> str:
    """The whole document."""
    columns = [_both(ROLE_NAMES[role]) for role in Role]
    rows = [[_both(ACTION_NAMES[one]), *(_reach(role, one) for role in Role)] for one in Action]
    given = [
        [_both(ROLE_NAMES[role]), _names(sorted(GRANTED_BY[role], key=list(Role).index))]
        for role in Role
        if role in GRANTED_BY
    ]
    factor = _names(role for role in Role if role in NEEDS_SECOND_FACTOR)
    parts = [
        HEAD,
        "## Who may do what · 权限矩阵\n",
        "\n".join(_table(["", *columns], rows)) + "\n",
        "## Who gives which roles · 角色授予\n",
        "\n".join(_table(["role · 角色", "gives · 可授予"], given)) + "\n",
        f"## Second factor obligatory · 必须使用第二重验证\n\n{factor}\n",
    ]
    return "\n".join(parts)


def _table(head: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|---" * len(head) + "|"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _reach(role: Role, action: Action) -> str:
    found = reach(role, action)
    return _both(REACH_NAMES[found]) if found else "–"


def _names(roles: Iterable[Role]) -> str:
    return ", ".join(_both(ROLE_NAMES[role]) for role in roles)


def _both(words: str | Promise) -> str:
    """In Chinese and in English."""
    found = []
    for language in ("zh-hans", "en"):
        with override(language):
            found.append(str(words))
    return " ".join(found)
