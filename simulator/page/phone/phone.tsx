import { useCallback, useMemo, useReducer, useRef, useState } from 'react';
import { Chat } from '../chat/chat.tsx';
import { ConversationList } from '../chat/conversation-list.tsx';
import { Avatar } from '../looks/avatar.tsx';
import { ChatIcon, GridIcon, TickIcon } from '../looks/icons.tsx';
import { MiniApp } from '../mini/mini-app.tsx';
import { ApprovalSheet } from '../work/approval-sheet.tsx';
import { DingBanner } from '../work/ding-banner.tsx';
import { ToDoTab } from '../work/to-do-tab.tsx';
import { Workbench } from '../work/workbench.tsx';
import { path } from '../world/ask.ts';
import { timeOf } from '../world/hong-kong-time.ts';
import type { Change } from '../world/live.ts';
import { corpOf, userOf } from '../world/people.ts';
import type { PhoneState, Who, World } from '../world/shapes.ts';
import { useAsked } from '../world/use-asked.ts';
import { Ask, type Question } from './ask-in-phone.tsx';
import { Badge } from './badge.tsx';
import { type Opening, PhoneContext, type PhoneInHand } from './phone-context.ts';
import { atHome, turn } from './where.ts';

type Props = { readonly world: World; readonly who: Who; readonly now: number };

const TABS = [
  { tab: 'messages', label: 'Messages', icon: <ChatIcon /> },
  { tab: 'workbench', label: 'Workbench', icon: <GridIcon /> },
  { tab: 'todo', label: 'Approvals & to-do', icon: <TickIcon /> },
] as const;

/** One phone, one person: what they see, say, sign and tap. */
export function Phone({ world, who, now }: Props) {
  const corp = corpOf(world, who.corpId);
  const user = userOf(corp, who.userId);
  const { data: state, trouble } = useAsked<PhoneState>(path('phone', who), (change) => concerns(change, who));
  const [where, go] = useReducer(turn, atHome);
  const [question, setQuestion] = useState<Question>();
  const [said, setSaid] = useState<{ readonly words: string; readonly good: boolean }>();
  const hush = useRef<ReturnType<typeof setTimeout>>(undefined);

  const toast = useCallback((words: string, good = true) => {
    setSaid({ words, good });
    clearTimeout(hush.current);
    hush.current = setTimeout(() => setSaid(undefined), 4500);
  }, []);
  const open = useCallback((opening: Opening) => go({ to: 'mini-app', opening }), []);
  const confirm = useCallback(
    (words: string, yes: string) =>
      new Promise<boolean>((answer) =>
        setQuestion({ words, yes, answer: (given) => (setQuestion(undefined), answer(given)) }),
      ),
    [],
  );

  const inHand = useMemo<PhoneInHand | undefined>(
    () => corp && user && { who, user, corp, app: corp.apps[0], now, open, toast, confirm },
    [who, user, corp, now, open, toast, confirm],
  );
  if (inHand === undefined || user === undefined) return null;

  const conversation = state?.conversations.find(({ conversationId }) => conversationId === where.conversationId);
  const unread = state?.conversations.reduce((sum, one) => sum + one.unread, 0) ?? 0;
  const duties = (state?.badges.approvals ?? 0) + (state?.badges.todos ?? 0);
  const badges = { messages: unread, workbench: state?.badges.notices ?? 0, todo: duties };
  const covered = question !== undefined || where.opening !== undefined || where.approval !== undefined;

  return (
    <PhoneContext value={inHand}>
      <section className="phone" aria-label={`${user.name}'s phone`}>
        <header className="phone-owner">
          <Avatar name={user.name} />
          <div>
            <h2>
              {user.name} {user.nameZh && <span lang="zh-HK">{user.nameZh}</span>}
            </h2>
            <p>{user.title}</p>
          </div>
          <time className="phone-time">{timeOf(now)}</time>
        </header>

        <div className="phone-screen">
          <div className="phone-room" inert={covered}>
            {trouble !== undefined && (
              <p className="phone-trouble" role="alert">
                {trouble}
              </p>
            )}
            <DingBanner count={state?.badges.dings ?? 0} />
            {where.tab === 'messages' && conversation && (
              <Chat key={conversation.conversationId} conversation={conversation} onBack={() => go({ to: 'list' })} />
            )}
            {where.tab === 'messages' && !conversation && (
              <ConversationList
                conversations={state?.conversations}
                onOpen={(conversationId) => go({ to: 'chat', conversationId })}
              />
            )}
            {where.tab === 'workbench' && <Workbench />}
            {where.tab === 'todo' && (
              <ToDoTab onOpen={(processInstanceId) => go({ to: 'approval', processInstanceId })} />
            )}
          </div>
          <nav className="tabs" aria-label={`Tabs of ${user.name}'s phone`} inert={covered}>
            {TABS.map(({ tab, label, icon }) => (
              <button
                key={tab}
                type="button"
                aria-current={where.tab === tab ? 'page' : undefined}
                onClick={() => go({ to: 'tab', tab })}
              >
                {icon}
                <span>{label}</span>
                {badges[tab] > 0 && <Badge count={badges[tab]} what={tab === 'messages' ? 'unread' : 'waiting'} />}
              </button>
            ))}
          </nav>
          {where.approval !== undefined && (
            <ApprovalSheet processInstanceId={where.approval} onClose={() => go({ to: 'close' })} />
          )}
          {where.opening !== undefined && <MiniApp opening={where.opening} onClose={() => go({ to: 'close' })} />}
          {question && <Ask question={question} />}
          <p className={`toast ${said ? 'is-on' : ''} ${said?.good === false ? 'is-bad' : ''}`} role="status">
            {said?.words}
          </p>
        </div>
      </section>
    </PhoneContext>
  );
}

const concerns = (change: Change, { corpId, userId }: Who): boolean =>
  (change.corpId === undefined || change.corpId === corpId) &&
  (change.userId === undefined || change.userId === userId) &&
  !/journal|quota|fault/.test(change.kind);
