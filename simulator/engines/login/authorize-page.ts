import type { Somebody } from '../scene.ts';

/** What the browser brought to DingTalk's login. */
export type LoginAsk = { readonly clientId: string; readonly redirectUri: string; readonly state: string };

/** Reads the query of `/login/oauth2/auth`, or says what is wrong with it. */
export function loginAsk(query: URLSearchParams): LoginAsk | { readonly wrong: string } {
  const clientId = query.get('client_id') ?? '';
  const redirectUri = query.get('redirect_uri') ?? '';
  if (clientId === '') return { wrong: 'client_id is missing' };
  if (!URL.canParse(redirectUri) || !/^https?:$/.test(new URL(redirectUri).protocol))
    return { wrong: 'redirect_uri is no web address' };
  if (query.get('response_type') !== 'code') return { wrong: 'response_type must be code' };
  if (!(query.get('scope') ?? '').split(' ').includes('openid')) return { wrong: 'scope must hold openid' };
  if (query.get('prompt') !== 'consent') return { wrong: 'prompt must be consent' };
  return { clientId, redirectUri, state: query.get('state') ?? '' };
}

/** Back to the application with `authCode`; DingTalk also fills `code`. */
export function wayBack({ redirectUri, state }: LoginAsk, authCode: string): string {
  const back = new URL(redirectUri);
  back.searchParams.set('code', authCode);
  back.searchParams.set('authCode', authCode);
  if (state !== '') back.searchParams.set('state', state);
  return back.href;
}

/** In life one scans a code with the phone; here one says who is scanning. */
export const authorizePage = (
  appName: string,
  people: readonly Somebody[],
  query: URLSearchParams,
): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Pretend DingTalk login</title>
<style>body{font:16px/1.5 system-ui;max-width:28rem;margin:3rem auto;padding:0 1rem}
a{display:block;padding:.75rem 1rem;margin:.5rem 0;border:1px solid #8899aa;border-radius:.5rem;color:inherit;text-decoration:none}
a:hover,a:focus{background:#e8f0fb;color:#111}</style>
<h1>Log in to ${escaped(appName)}</h1><p>Pretend DingTalk: who is holding the phone?</p>
<nav aria-label="People">${people.map((person) => link(person, query)).join('')}</nav></html>`;

function link({ userId, name }: Somebody, query: URLSearchParams): string {
  const chosen = new URLSearchParams(query);
  chosen.set('user', userId);
  return `<a href="?${escaped(chosen.toString())}">${escaped(name)}</a>`;
}

const escaped = (words: string): string => words.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
