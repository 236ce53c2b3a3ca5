import { describe, expect, it } from 'vitest';
import { reviewOf } from './review';

describe('a review', () => {
  const written = { findings: '双肺', conclusion: '未见异常', positive: true, imageQuality: 'A' as const };
  it('signs what was written unless the reviewer corrects it', () => {
    expect(reviewOf('approve', { comment: '' }, undefined, [])).toEqual({ decision: 'approve' });
  });
  it('carries the corrected text whole', () => {
    expect(reviewOf('approve', { conclusion: '右肺结节', outcome: 'positive' }, written, []).content).toEqual({ ...written, conclusion: '右肺结节' });
  });
  it('names the rules it confirms with the reason', () => {
    expect(reviewOf('approve', { confirmReason: '已核对' }, undefined, ['laterality'])).toEqual({ decision: 'approve', confirm: ['laterality'], confirmReason: '已核对' });
    expect(reviewOf('sendBack', { comment: '左右' }, undefined, ['laterality'])).toEqual({ decision: 'sendBack', comment: '左右' });
  });
});
