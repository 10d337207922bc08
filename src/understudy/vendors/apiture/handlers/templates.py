"""Audience templates: list and read (A-11)."""

from understudy.errors import Problem
from understudy.http.exchange import Reply, Request
from understudy.http.handlers import repeatable
from understudy.vendors.apiture import rules, wire
from understudy.world.view import View

__all__ = ["get_customer_audience_template", "list_customer_audience_templates"]


def list_customer_audience_templates(request: Request, view: View) -> Reply:
    """A14: the templates the institution offers, the most important first."""
    institution = rules.institution_of(request, view)
    offered = rules.offered_templates(view, institution)
    return Reply(200, {"items": [wire.template(view, institution, template) for template in offered]})


@repeatable
def get_customer_audience_template(request: Request, view: View) -> Reply:
    """A15: one template; Problem 404 when it is absent or excluded by the institution."""
    institution = rules.institution_of(request, view)
    key = request.path["customerAudienceTemplateId"]
    for template in rules.offered_templates(view, institution):
        if template.id == key:
            return Reply(200, wire.template(view, institution, template))
    sentence = "No audience template with this id is offered: list those that are."
    raise Problem(404, "notFound", sentence, rule="A-11")
