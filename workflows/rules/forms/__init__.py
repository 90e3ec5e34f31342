"""Forms: form-js JSON read, shown, and answered on the server. Pure: no tables, no Flask, no clock.

    form = read_form(schema)
    raw = first_answers(form, setting)                    # what the fields hold when the page opens
    shown = show(form, raw, setting)                      # what a page draws
    answered = check(form, raw, setting)                  # typed values, or errors by field

Raw answers are what browsers send: a name and the list of strings sent under it. Fields in the rows of a
dynamic list are named ``matters[0].title``; fields of a group with a path, ``place.street``.
"""

from workflows.rules.forms.answering import Answered, check
from workflows.rules.forms.first_answers import first_answers
from workflows.rules.forms.raw import RawAnswers, add_row, read_raw, remove_row
from workflows.rules.forms.schema import Choice, Component, Form, FormNotUnderstood, read_form
from workflows.rules.forms.setting import FormSetting, UploadedFile
from workflows.rules.forms.showing import ChoiceShown, FieldShown, FormShown, show

__all__ = [
    "Answered",
    "Choice",
    "ChoiceShown",
    "Component",
    "FieldShown",
    "Form",
    "FormNotUnderstood",
    "FormSetting",
    "FormShown",
    "RawAnswers",
    "UploadedFile",
    "add_row",
    "check",
    "first_answers",
    "read_form",
    "read_raw",
    "remove_row",
    "show",
]
