export default {
  "newJob.run": "运行",
  "newJob.search": "搜索 {trials} 次",
  "newJob.time": "在此机器上约 {time}",
  "newJob.timeAtMost": "在此机器上最多约 {time}",
  "newJob.searched": "搜索将尝试 {values}",
  "newJob.ranges":
    "要搜索，可写多个值：0.01, 0.1, 0.5；或一个范围：0.001…0.1。两端相差十倍及以上时按对数取值。多个列表用竖线分隔：64 | 128, 128。",
  "newJob.restored": "已恢复您未完成的规格。",
  "newJob.discard": "重新开始",
  "newJob.json": "JSON 格式的配置",
  "newJob.jsonHint": "这里只需写与默认值不同的部分。表单与 JSON 会互相更新。",
  "newJob.notAnObject": "配置必须是一个 JSON 对象：{ … }",
  "newJob.network": "此配置的网络",
  "newJob.size": "{parameters} 个参数，每行 {multiplyAdds} 次乘加",
  "newJob.chosen": "网络、预处理和训练方式由服务为此表格选定。修改网络时，其余设置保持不变。",
  "newJob.default": "（默认）",
  "newJob.numbers": "留空，或用逗号分隔的数字",
};
