"""The words of the form's editor, for its script."""

from __future__ import annotations

from flask_babel import gettext as _


def form_words() -> dict[str, dict[str, str]]:
    """Kinds of fields, names of what one sets, and what the buttons say."""
    return {"kinds": _kinds(), "settings": _settings(), "hints": _hints(), "says": _says()}


def _kinds() -> dict[str, str]:
    return {
        "textfield": _("单行文字"),
        "textarea": _("多行文字"),
        "number": _("数字"),
        "datetime": _("日期时间"),
        "checkbox": _("勾选"),
        "radio": _("单选"),
        "select": _("下拉单选"),
        "checklist": _("多选"),
        "taglist": _("下拉多选"),
        "filepicker": _("附件"),
        "text": _("说明文字"),
        "group": _("分组"),
        "dynamiclist": _("明细（可增减行）"),
        "separator": _("分隔线"),
        "spacer": _("空白"),
        "expression": _("计算值"),
    }


def _settings() -> dict[str, str]:
    return {
        "label": _("标题"),
        "label_en": _("标题（英文）"),
        "key": _("字段名"),
        "description": _("填写说明"),
        "description_en": _("填写说明（英文）"),
        "text": _("文字"),
        "text_en": _("文字（英文）"),
        "required": _("必填"),
        "readonly": _("只读"),
        "fresh": _("每次重新填写"),
        "hide": _("在什么条件下不出现"),
        "default": _("默认值"),
        "min_length": _("最少字数"),
        "max_length": _("最多字数"),
        "pattern": _("格式（正则）"),
        "min": _("最小值"),
        "max": _("最大值"),
        "decimals": _("小数位数"),
        "subtype": _("精确到"),
        "no_past": _("不能早于今天"),
        "multiple": _("可传多个"),
        "accept": _("文件类型"),
        "rows": _("开始时几行"),
        "options": _("选项"),
        "options_from": _("选项来自"),
        "presets": _("常用意见"),
        "presets_en": _("常用意见（英文）"),
        "expression": _("表达式"),
        "must": _("还须满足"),
        "must_zh": _("不满足时提示"),
        "must_en": _("不满足时提示（英文）"),
    }


def _hints() -> dict[str, str]:
    return {
        "key": _("流程里用这个名字取答案；字母开头"),
        "hide": _('FEEL，例如 =outcome != "return"'),
        "options_from": _("FEEL，例如 =units()；填了就不用下面的选项"),
        "presets": _("用 | 隔开"),
        "must": _("FEEL，value 是本字段的答案，例如 =value >= today()"),
        "text": _("可用 **加粗** 和 {{变量}}"),
        "accept": _("例如 .pdf,.docx"),
    }


def _says() -> dict[str, str]:
    return {
        "up": _("上移"),
        "down": _("下移"),
        "remove": _("删除"),
        "copy": _("复制"),
        "add_option": _("加选项"),
        "add_must": _("加一条规则"),
        "option_value": _("值"),
        "option_label": _("选项文字"),
        "option_label_en": _("选项文字（英文）"),
        "none": _("选中左边的一个字段，在这里设置。"),
        "untitled": _("（未命名）"),
        "date": _("日期"),
        "time": _("时间"),
        "datetime": _("日期和时间"),
        "sound": _("没有发现问题。"),
        "failed": _("预览没有画成，编辑不受影响。"),
    }
