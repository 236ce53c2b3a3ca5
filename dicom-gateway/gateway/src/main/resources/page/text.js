// Texts of the page. Both languages have the same keys; {0} is filled in. ECMAScript 5: clinics have old browsers.
var TEXT = {
  'zh-CN': {
    title: '会诊网关', other: 'English', pin: '请输入网关 PIN 码', enter: '进入', wrongPin: 'PIN 码不正确',
    tooManyTries: '尝试次数过多，请 {0} 秒后再试', unreachable: '网关程序没有响应，请联系信息科',
    headSent: '全部已上传', headSentAt: '全部已上传，最近一次 {0}', headNothing: '今天还没有检查', headSending: '正在上传，剩余 {0} 幅',
    headStuck: '线路中断，{0} 幅等待上传', headStuckIdle: '线路中断', headAttention: '需要处理',
    detailStuck: '自 {0} 起连不上会诊中心。图像已安全保存，恢复后自动上传。', detailSince: '最早一幅于 {0} 收到',
    whyUnpaired: '本网关尚未与会诊中心配对：图像已接收并保存，但不会上传。请联系信息科。',
    whyRefusedLine: '会诊中心不接受本网关（需重新配对）。图像已接收并保存。请联系信息科。',
    whyDisk: '磁盘空间不足，无法再接收图像。请立即联系信息科。', whyRefused: '{0} 幅被会诊中心拒收，见下表。', whyDamaged: '{0} 幅在本机损坏，请从设备重新发送。',
    emergency: '中心尚未收到等待中的检查：如有急诊，请立即电话联系会诊中心', emergencyCall: '中心尚未收到等待中的检查：如有急诊，请立即拨打 {0}',
    line: '线路', disk: '剩余磁盘', waiting: '等待上传', telephone: '会诊中心电话', refusedCount: '拒收', quarantinedCount: 'UID 冲突', clockOff: '时钟', clockWrong: '与中心相差 {0} 分钟，请校准',
    lineUp: '正常', lineSlow: '缓慢', lineDown: '中断（自 {0}）', lineStarting: '正在连接', lineUnpaired: '未配对', lineRefused: '被拒绝',
    studies: '今日检查', time: '时间', patient: '患者', modality: '类型', device: '设备', images: '图像', transfer: '上传', center: '中心状态',
    empty: '今天还没有检查。设备发送的图像会自动出现在这里。', door: '被拒绝的连接与图像', male: '男', female: '女', born: '{0} 年生',
    stateWaiting: '等待 {0}', stateSending: '上传中 {0}/{1}', stateDelivered: '已上传，核对中', stateConfirmed: '已上传', stateRefused: '{0} 幅被拒收（{1}）',
    stateConflict: '{0} 幅 UID 冲突，已隔离', arriving: '接收中', complete: '已收齐', rejected: '废片', by: '{0}（{1}）',
    draft: '草稿', submitted: '待阅片', claimed: '阅片中', written: '待审核', final: '报告已签发', preliminary: '急诊临时报告', returned: '已退回', cancelled: '已取消', amending: '修订中', voided: '已作废',
    unknown_device: '未登记的设备', wrong_called_title: '被叫 AE 不符', too_many_associations: '连接过多', disk_full: '磁盘空间不足', disk_failed: '磁盘写入失败',
    too_large: '图像过大', not_understood: '不是完整的 DICOM 图像', uid_mismatch: '图像 UID 不符'
  },
  en: {
    title: 'Huizhen gateway', other: '中文', pin: 'Gateway PIN', enter: 'Enter', wrongPin: 'Wrong PIN',
    tooManyTries: 'Too many tries, wait {0} s', unreachable: 'The gateway does not answer; call the IT staff',
    headSent: 'Everything sent', headSentAt: 'Everything sent, last {0}', headNothing: 'No study today yet', headSending: 'Sending, {0} images left',
    headStuck: 'Line down, {0} images wait', headStuckIdle: 'Line down', headAttention: 'Needs attention',
    detailStuck: 'The center has not been reached since {0}. Images are safe here and go by themselves when the line is back.', detailSince: 'the oldest came at {0}',
    whyUnpaired: 'This gateway is not paired with a center: images are received and kept, but not sent. Call the IT staff.',
    whyRefusedLine: 'The center does not accept this gateway (pair it again). Images are received and kept. Call the IT staff.',
    whyDisk: 'The disk is nearly full: no more images can be received. Call the IT staff now.', whyRefused: '{0} images were refused by the center, see below.', whyDamaged: '{0} images were damaged on this disk: send them again from the device.',
    emergency: 'What waits has not reached the center: for an emergency telephone the center now', emergencyCall: 'What waits has not reached the center: for an emergency telephone {0} now',
    line: 'Line', disk: 'Disk free', waiting: 'Waiting', telephone: 'The center\'s telephone', refusedCount: 'Refused', quarantinedCount: 'UID conflicts', clockOff: 'Clock', clockWrong: '{0} min off the center\'s, set it',
    lineUp: 'up', lineSlow: 'slow', lineDown: 'down since {0}', lineStarting: 'connecting', lineUnpaired: 'not paired', lineRefused: 'refused',
    studies: 'Today\'s studies', time: 'Time', patient: 'Patient', modality: 'Type', device: 'Device', images: 'Images', transfer: 'Transfer', center: 'At the center',
    empty: 'No study today yet. What the devices send appears here by itself.', door: 'Connections and images turned away', male: 'M', female: 'F', born: 'born {0}',
    stateWaiting: '{0} wait', stateSending: 'sending {0}/{1}', stateDelivered: 'sent, being checked', stateConfirmed: 'sent', stateRefused: '{0} refused ({1})',
    stateConflict: '{0} with the UID of another, set apart', arriving: 'arriving', complete: 'complete', rejected: 'rejected', by: '{0} ({1})',
    draft: 'draft', submitted: 'to be read', claimed: 'being read', written: 'to be reviewed', final: 'final report', preliminary: 'preliminary report', returned: 'returned', cancelled: 'cancelled', amending: 'being amended', voided: 'voided',
    unknown_device: 'unknown device', wrong_called_title: 'wrong called AE title', too_many_associations: 'too many connections', disk_full: 'disk full', disk_failed: 'disk failed',
    too_large: 'image too large', not_understood: 'not a whole DICOM image', uid_mismatch: 'UIDs differ'
  }
};
