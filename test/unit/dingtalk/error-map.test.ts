import { expect, test } from 'vitest';
import { actionFor, countsAgainstMonth, faultIn, faultOf } from '#src/adapters/dingtalk/openapi/error-map.ts';

/** The catalogue: how it comes, and what is to be done. */
const newApi: readonly (readonly [status: number, code: string, action: string])[] = [
  [400, 'InvalidAuthentication', 'REFRESH'],
  [400, 'AuthenticationFailed.MissingParameter', 'STOP'],
  [400, 'invalidClientIdOrSecret', 'STOP'],
  [401, 'authFailed', 'STOP'],
  [504, 'GatewayTimeout', 'CHECK'],
  [500, 'service.timeout', 'CHECK'],
  [500, 'system.error', 'RETRY'],
  [500, 'systemError', 'RETRY'],
  [429, 'system.busy', 'RETRY'],
  [429, 'systemBusy', 'RETRY'],
  [500, 'unknownError', 'RETRY'],
  [503, 'operationTimeout', 'RETRY'],
  [503, 'systemError.dingSpaceError', 'RETRY'],
  [500, 'somethingNobodyHeardOf', 'RETRY'],
  [403, 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', 'SLOW'],
  [403, 'Forbidden.AccessDenied.QpsLimitForApi', 'SLOW'],
  [403, 'Forbidden.AccessDenied.QpmLimitForAppkeyAndApi', 'SLOW'],
  [403, 'Forbidden.AccessDenied.QpsLimitForSuitekeyAndOrgAndApi', 'SLOW'],
  [403, 'Forbidden.AccessDenied.ApiCountLimitForOrg', 'STOP'],
  [403, 'Forbidden.AccessDenied.AccessTokenPermissionDenied', 'STOP'],
  [403, 'Forbidden.AccessDenied.IpNotInWhiteList', 'STOP'],
  [403, 'orgAuthLevelNotEnough', 'STOP'],
  [400, 'userNotExist', 'DROP'],
  [400, 'staffId.notExisted', 'DROP'],
  [400, 'invalidParameter.msgParam.tooLong', 'DROP'],
  [400, 'param.cardNotExist', 'DROP'],
  [400, 'parameter.invalid', 'DROP'],
  [400, 'param.templateNotExist', 'STOP'],
  [400, 'contain.notAllowed.text', 'DROP'],
  [400, 'param.contentUnsafe', 'DROP'],
  [400, 'send.too.fast', 'SLOW'],
  [400, 'send.byToken.tooFast', 'SLOW'],
  [400, 'too.many.group', 'SLOW'],
  [400, 'too.many.people', 'SLOW'],
  [400, 'toomuch.msg', 'SLOW'],
  [400, 'autoflowLikeTriggerRateLimited', 'SLOW'],
  [400, 'unknown.send.result', 'CHECK'],
  [400, 'sysErrror', 'CHECK'],
  [400, 'fileArchived', 'RETRY'],
  [404, 'conversationNotExist', 'DROP'],
  [429, 'whatever', 'SLOW'],
];
test.each(newApi)('the new API says %i %s: %s', (status, code, action) => {
  expect(faultIn(status, { code, message: 'x', requestid: 'r' })).toMatchObject({ action, code });
});

const legacy: readonly (readonly [errcode: number | string, sub: string | undefined, action: string])[] = [
  [88, '40014', 'REFRESH'],
  [88, '42001', 'REFRESH'],
  [40014, undefined, 'REFRESH'],
  [42001, undefined, 'REFRESH'],
  [88, '', 'CHECK'],
  [88, '60011', 'STOP'],
  [15, 'isp.top-remote-connection-timeout', 'CHECK'],
  [-1, undefined, 'RETRY'],
  ['-1', undefined, 'RETRY'],
  [90018, undefined, 'SLOW'],
  [90002, undefined, 'SLOW'],
  [90020, undefined, 'STOP'],
  [90017, undefined, 'STOP'],
  [60011, undefined, 'STOP'],
  [60020, undefined, 'STOP'],
  [50002, undefined, 'STOP'],
  [50004, undefined, 'STOP'],
  [50003, undefined, 'STOP'],
  [50005, undefined, 'STOP'],
  [33012, undefined, 'DROP'],
  ['60121', undefined, 'DROP'],
  [40003, undefined, 'DROP'],
  [60003, undefined, 'DROP'],
  [40078, undefined, 'DROP'],
  [42008, undefined, 'DROP'],
  [40035, undefined, 'DROP'],
  [400002, undefined, 'DROP'],
  [40000, undefined, 'DROP'],
  [40005, undefined, 'DROP'],
  [22, undefined, 'DROP'],
  [404, undefined, 'DROP'],
  [43009, undefined, 'DROP'],
  [40096, undefined, 'STOP'],
  [41046, undefined, 'SLOW'],
  [49009, undefined, 'DROP'],
  [300001, undefined, 'DROP'],
  [400101, undefined, 'STOP'],
  [310000, undefined, 'STOP'],
  [430102, undefined, 'DROP'],
  [820008, undefined, 'DROP'],
];
test.each(legacy)('the legacy API says %s %s with status 200: %s', (errcode, sub, action) => {
  const body = { errcode, errmsg: 'x', ...(sub === undefined ? {} : { sub_code: sub }) };
  expect(faultIn(200, body)).toMatchObject({ action });
});

test('a good answer is no fault, whether zero is a number or a word', () => {
  expect(faultIn(200, { errcode: 0, result: {} })).toBeUndefined();
  expect(faultIn(200, { errcode: '0' })).toBeUndefined();
  expect(faultIn(200, { processQueryKey: 'k' })).toBeUndefined();
});

test('a punished address rests for five minutes, although the status is 200', () => {
  expect(faultIn(200, { status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: 'u' })).toEqual({
    action: 'SLOW',
    code: 'punished',
    pauseMs: 300_000,
  });
  expect(faultIn(200, '<html>denied</html>')).toEqual({ action: 'CHECK', code: 'edge-200' });
});

test('a page instead of an answer: before DingTalk it is tried again, behind it nobody knows', () => {
  expect(faultIn(400, '<html>proxy</html>')).toEqual({ action: 'RETRY', code: 'edge-400' });
  expect(faultIn(403, '')).toEqual({ action: 'RETRY', code: 'edge-403' });
  expect(faultIn(502, '<html>')).toEqual({ action: 'CHECK', code: 'edge-502' });
  expect(faultIn(200, '')).toEqual({ action: 'CHECK', code: 'empty-answer' });
  expect(faultIn(200, undefined)).toEqual({ action: 'CHECK', code: 'empty-answer' });
});

test('a missing permission names what to ask for', () => {
  expect(
    faultIn(403, {
      code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied',
      accessdenieddetail: { requiredScopes: ['Card.Instance.Write', 'qyapi_robot_sendmsg'] },
    }),
  ).toMatchObject({ action: 'STOP', scope: 'Card.Instance.Write, qyapi_robot_sendmsg' });
});

test('what never arrived is tried again; what may have arrived is looked at', () => {
  const network = (code: string, name = 'Error') => Object.assign(new Error('x'), { code, name });
  for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'CERT_HAS_EXPIRED', 'SELF_SIGNED_CERT_IN_CHAIN'])
    expect(faultOf(network(code)).action).toBe('RETRY');
  for (const code of ['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ERR_STREAM_PREMATURE_CLOSE'])
    expect(faultOf(network(code)).action).toBe('CHECK');
  expect(faultOf(Object.assign(new Error('x'), { name: 'RequestTimeoutError' })).action).toBe('CHECK');
  expect(faultOf(Object.assign(new Error('ConnectTimeout(5000)'), { name: 'RequestTimeoutError' })).action).toBe(
    'CHECK',
  );
  expect(faultOf(new SyntaxError('Unexpected token <')).action).toBe('CHECK');
  expect(faultOf('nothing at all').action).toBe('CHECK');
});

test('the month counts what DingTalk answered, not what was throttled or never reached it', () => {
  expect(countsAgainstMonth(actionFor('invalidParameter.userIds.empty', 400))).toBe(true);
  expect(countsAgainstMonth(actionFor('system.error', 500))).toBe(true);
  expect(countsAgainstMonth(actionFor('send.too.fast', 400))).toBe(false);
  expect(countsAgainstMonth(actionFor('Forbidden.AccessDenied.ApiCountLimitForOrg', 403))).toBe(false);
  expect(countsAgainstMonth({ action: 'RETRY', code: 'ECONNREFUSED' })).toBe(false);
  expect(countsAgainstMonth({ action: 'CHECK', code: 'edge-502' })).toBe(false);
});
