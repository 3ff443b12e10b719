import type { EntityJson, StatefulAuthorizationCall } from '@cedar-policy/cedar-wasm/nodejs';
import type { CaseFacts, Post, Question } from '#src/domain/access/question.ts';

type Uid = { type: string; id: string };
type Call = Omit<StatefulAuthorizationCall, 'preparsedSchemaName' | 'preparsedPolicySetId' | 'validateRequest'>;

const uid = (type: string, id: string): Uid => ({ type, id });
const staff = (who: string) => ({ __entity: uid('Staff', who) });
const place = (where: string) => ({ __entity: uid('Institution', where) });
const action = (name: string): Uid => uid('Action', name);
const theCase = uid('Referral', 'this');

/** One question in the rules' own words, with only the entities it needs: a hundred unneeded ones would make it slower forty times. */
export function callOf(question: Question): Call {
  if (question.about === 'patient')
    return {
      principal: uid('Patient', question.who),
      action: action(question.action),
      resource: uid('Patient', question.patient),
      context: {},
      entities: [],
    };
  const post = postEntity(question.who);
  const common = { principal: uid('Post', postId(question.who)), action: action(question.action) };
  if (question.about === 'house')
    return { ...common, resource: uid('Institution', question.at), context: {}, entities: [post] };
  const entities = [post, caseEntity(question.referral)];
  if (question.about === 'case') return { ...common, resource: theCase, context: {}, entities };
  const { category, purpose, shared, emergency, needSaid, reasonGiven, requestOpen } = question.circumstances;
  return {
    ...common,
    resource: theCase,
    context: { category, purpose, shared: [...shared], emergency: [...emergency], needSaid, reasonGiven, requestOpen },
    entities,
  };
}

const postId = ({ person, at }: Post): string => `${person} at ${at}`;

const postEntity = (post: Post): EntityJson => ({
  uid: uid('Post', postId(post)),
  attrs: { person: staff(post.person), at: place(post.at), roles: [...post.roles], present: post.present },
  parents: [],
});

const caseEntity = ({
  from,
  to,
  author,
  asked,
  signer,
  holder,
  senders,
  receivers,
  ...rest
}: CaseFacts): EntityJson => ({
  uid: theCase,
  attrs: {
    from: place(from),
    to: place(to),
    author: staff(author),
    ...(asked ? { asked: staff(asked) } : {}),
    ...(signer ? { signer: staff(signer) } : {}),
    ...(holder ? { holder: staff(holder) } : {}),
    senders: senders.map(staff),
    receivers: receivers.map(staff),
    state: rest.state,
    sent: rest.sent,
    open: rest.open,
  },
  parents: [],
});
