// What the elements are called: palette, replace menu, create and append menus, the head of the properties panel.
// Events are put together from trigger and place, so that one word for one thing holds throughout.

const TRIGGERS = {
  Message: "消息", Timer: "定时", Conditional: "条件", Signal: "信号", Escalation: "升级", Error: "错误",
  Compensation: "补偿", Compensate: "补偿", Cancel: "取消", Link: "链接", Terminate: "终止", Multiple: "多重", "Parallel multiple": "并行多重",
};

const PLACES = {
  "start event": "开始事件", "intermediate catch event": "中间捕获事件", "intermediate throw event": "中间抛出事件",
  "boundary event": "边界事件", "end event": "结束事件",
};

function events() {
  const table = {};
  for (const [trigger, sort] of Object.entries(TRIGGERS)) {
    for (const [place, where] of Object.entries(PLACES)) {
      table[`${trigger} ${place}`] = `${sort}${where}`;
      table[`${trigger} ${place} (non-interrupting)`] = `${sort}${where}（不中断）`;
    }
  }
  return table;
}

const NAMED = {
  "Start event": "开始事件", "Start Event": "开始事件", "End event": "结束事件", "Boundary event": "边界事件",
  "Intermediate throw event": "中间抛出事件", "Intermediate catch event": "中间捕获事件", "Intermediate event": "中间事件",
  Task: "任务", "User task": "用户任务", "Service task": "服务任务", "Send task": "发送任务", "Receive task": "接收任务",
  "Manual task": "手工任务", "Business rule task": "业务规则任务", "Script task": "脚本任务", "Call activity": "调用活动",
  "Sub-process": "子流程", "Sub-process (collapsed)": "子流程（收起）", "Sub-process (expanded)": "子流程（展开）", "Sub process": "子流程",
  Transaction: "事务子流程", "Event sub-process": "事件子流程", "Event sub process": "事件子流程", "Ad-hoc sub-process": "特设子流程",
  "Ad-hoc sub-process (collapsed)": "特设子流程（收起）", "Ad-hoc sub-process (expanded)": "特设子流程（展开）", "Ad hoc sub process": "特设子流程",
  "Collapsed sub process": "收起的子流程", "Collapsed ad hoc sub process": "收起的特设子流程", "Expanded sub process": "展开的子流程",
  "Exclusive gateway": "排他网关", "Parallel gateway": "并行网关", "Inclusive gateway": "包容网关", "Complex gateway": "复杂网关",
  "Event-based gateway": "事件网关", "Event based gateway": "事件网关", "Event based instantiating Gateway": "起始事件网关",
  "Parallel Event based instantiating Gateway": "起始并行事件网关",
  "Sequence flow": "顺序流", "Default flow": "默认流", "Conditional flow": "条件流", "Message flow": "消息流", Association: "关联",
  "Data input association": "数据输入关联", "Data output association": "数据输出关联",
  "Data object reference": "数据对象", "Data store reference": "数据存储", "Data input": "数据输入", "Data output": "数据输出",
  Participant: "池", Pool: "池", "Empty pool": "空池", "Expanded pool": "展开的池", "Empty pool/participant": "空池（参与者）",
  "Expanded pool/participant": "展开的池（参与者）", "Empty pool/participant (removes content)": "空池（清空内容）",
  Lane: "泳道", Group: "分组", "Text annotation": "文字注释", Process: "流程", Collaboration: "协作", Label: "标签",
};

const GROUPS = {
  Events: "事件", Tasks: "任务", Gateways: "网关", Data: "数据", Participants: "参与者", "Sub-processes": "子流程", Templates: "模板",
  "Start events": "开始事件", "End events": "结束事件", "Boundary events": "边界事件", "Intermediate catch events": "中间捕获事件",
  "Intermediate throw events": "中间抛出事件", "Preconfigured elements": "预设元素",
};

export const ELEMENTS = { ...events(), ...NAMED, ...GROUPS };
