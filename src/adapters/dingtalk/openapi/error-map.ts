/** What to do about a failure of DingTalk's, from its catalogue of errors. */
export type Action = 'REFRESH' | 'RETRY' | 'SLOW' | 'STOP' | 'DROP' | 'CHECK';
export type Fault = {
  readonly action: Action;
  readonly code: string;
  readonly pauseMs?: number;
  readonly scope?: string;
};

const exactly: Readonly<Record<string, Action>> = {
  InvalidAuthentication: 'REFRESH',
  '40014': 'REFRESH',
  '42001': 'REFRESH',
  'AuthenticationFailed.MissingParameter': 'STOP',
  invalidClientIdOrSecret: 'STOP',
  authFailed: 'STOP',
  '40096': 'STOP',
  unknownError: 'RETRY',
  'system.error': 'RETRY',
  systemError: 'RETRY',
  'system.busy': 'RETRY',
  systemBusy: 'RETRY',
  operationTimeout: 'RETRY',
  'systemError.dingSpaceError': 'RETRY',
  fileArchived: 'RETRY',
  '-1': 'RETRY',
  '15': 'CHECK',
  '88': 'CHECK',
  internalError: 'CHECK',
  sysErrror: 'CHECK',
  'service.timeout': 'CHECK',
  'unknown.send.result': 'CHECK',
  '90018': 'SLOW',
  '90002': 'SLOW',
  'send.too.fast': 'SLOW',
  'send.byToken.tooFast': 'SLOW',
  'too.many.group': 'SLOW',
  'too.many.people': 'SLOW',
  'toomuch.msg': 'SLOW',
  autoflowLikeTriggerRateLimited: 'SLOW',
  '410100': 'SLOW',
  '41045': 'SLOW',
  '41046': 'SLOW',
  '41047': 'SLOW',
  '41048': 'SLOW',
  '90020': 'STOP',
  '90017': 'STOP',
  '60011': 'STOP',
  '60020': 'STOP',
  '50002': 'STOP',
  '50003': 'STOP',
  '50004': 'STOP',
  '50005': 'STOP',
  orgAuthLevelNotEnough: 'STOP',
  permissionDenied: 'STOP',
  acrossOrgAccessForbidden: 'STOP',
  'permession.checkFailed': 'STOP',
  'param.templateNotExist': 'STOP',
  'param.templateUnpublished': 'STOP',
  'bot.stopped': 'STOP',
  'template.stopped': 'STOP',
  processCodeError: 'STOP',
  processSetupNoPermission: 'STOP',
  needAuth: 'STOP',
  benefitStatusInvalid: 'STOP',
  '400101': 'STOP',
  '400102': 'STOP',
  '310000': 'STOP',
};

/** Limits and permissions of the new API say in their code what they are about. */
const byForm: readonly (readonly [RegExp, Action, number?])[] = [
  [/ApiCountLimitForOrg/, 'STOP'],
  [/QpmLimit/, 'SLOW', 60_000],
  [/QpsLimit/, 'SLOW', 1_000],
  [/AccessTokenPermissionDenied|IpNotInWhiteList/, 'STOP'],
];

/** What is not known here and refused with a 4xx is permanent for this one item; a 5xx may pass. */
export function actionFor(code: string, status: number): Fault {
  const known = exactly[code];
  if (known)
    return { action: known, code, ...(known === 'SLOW' ? { pauseMs: code === '410100' ? 600_000 : 1_000 } : {}) };
  const form = byForm.find(([pattern]) => pattern.test(code));
  if (form) return { action: form[1], code, ...(form[2] ? { pauseMs: form[2] } : {}) };
  if (status === 429) return { action: 'SLOW', code, pauseMs: 1_000 };
  if (status === 504) return { action: 'CHECK', code };
  return { action: status >= 500 ? 'RETRY' : 'DROP', code };
}

type Body = Readonly<Record<string, unknown>>;
const bodyOf = (value: unknown): Body | undefined =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;

/** The fault in an answer, whichever of DingTalk's shapes it has; undefined when the answer is good. */
export function faultIn(status: number, data: unknown): Fault | undefined {
  const body = bodyOf(data);
  // A page or nothing, from something between us and DingTalk: only a 4xx of the edge says that the call went no further.
  if (!body)
    return {
      action: status >= 400 && status < 500 ? 'RETRY' : 'CHECK',
      code: status >= 200 && status < 300 && (data === '' || data === undefined) ? 'empty-answer' : `edge-${status}`,
    };
  if (body['punish'] !== undefined) return { action: 'SLOW', code: 'punished', pauseMs: 300_000 };
  if (body['errcode'] !== undefined && String(body['errcode']) !== '0') return legacyFault(body);
  if (status >= 400) {
    const scopes = bodyOf(body['accessdenieddetail'])?.['requiredScopes'];
    return {
      ...actionFor(String(body['code'] ?? status), status),
      ...(Array.isArray(scopes) ? { scope: scopes.map(String).join(', ') } : {}),
    };
  }
  return undefined;
}

function legacyFault(body: Body): Fault {
  const errcode = String(body['errcode']);
  const sub = body['sub_code'];
  const subCode = typeof sub === 'string' || typeof sub === 'number' ? String(sub) : '';
  if (errcode === '88' && subCode) return actionFor(subCode, 400);
  return actionFor(errcode, 400);
}

/** The call never left, or found nobody: it can be tried again without harm. */
const neverArrived =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ERR_TLS|CERT_|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO)/;
/** Sent, but the answer never came: it may have happened. */
const noAnswer = /^(E[A-Z]+|ERR_)/;

/** The fault in something thrown: by axios, by the SDK, or by the network. */
export function faultOf(error: unknown): Fault {
  const thrown = bodyOf(error instanceof Error ? { ...error, name: error.name, message: error.message } : error) ?? {};
  const response = bodyOf(thrown['response']);
  if (response) {
    const status = Number(response['status'] ?? 0);
    return faultIn(status, response['data']) ?? { action: 'RETRY', code: `http-${status}` };
  }
  const name = String(thrown['name']);
  const code = typeof thrown['code'] === 'string' ? thrown['code'] : '';
  if (neverArrived.test(code)) return { action: 'RETRY', code };
  // The SDK's "ConnectTimeout" runs until the answer begins: the request may well have arrived.
  if (/Timeout/i.test(name)) return { action: 'CHECK', code: code || 'timeout' };
  if (noAnswer.test(code)) return { action: 'CHECK', code };
  // The SDK could not read the answer, and does not say what it was.
  if (name === 'SyntaxError') return { action: 'CHECK', code: 'edge-unreadable' };
  if (!code) return { action: 'CHECK', code: 'unreadable' };
  const status = Number(thrown['statusCode'] ?? bodyOf(thrown['data'])?.['statusCode'] ?? 0);
  const scopes = bodyOf(thrown['accessDeniedDetail'])?.['requiredScopes'];
  return {
    ...actionFor(code, status || 400),
    ...(Array.isArray(scopes) ? { scope: scopes.map(String).join(', ') } : {}),
  };
}

/** DingTalk counts what it answered, except for throttling; what the edge or the network stopped is not counted. */
export const countsAgainstMonth = ({ action, code }: Fault): boolean =>
  !(
    action === 'SLOW' ||
    action === 'REFRESH' ||
    isUsedUp(code) ||
    neverArrived.test(code) ||
    noAnswer.test(code) ||
    /^(edge-|empty|timeout|unreadable)/.test(code)
  );

export const isUsedUp = (code: string): boolean => code.includes('ApiCountLimitForOrg') || code === '90020';
