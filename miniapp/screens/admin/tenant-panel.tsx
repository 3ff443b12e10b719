import { useId } from 'react';
import type { WorksShown } from '#src/contract/admin.ts';
import { useSay } from '../../words/words.ts';
import { FromFile } from './from-file.tsx';

type Tenant = WorksShown['tenants'][number];
const highFrom = 70;

/** One DingTalk organisation: the line, what is left of the month, and whether the cards are the ones this version ships. */
export function TenantPanel({ tenant, shipped }: { readonly tenant: Tenant; readonly shipped: WorksShown['shipped'] }) {
  const say = useSay();
  const own = tenant.cards.filter(({ template }) => template === tenant.template);
  const others = tenant.cards.filter(({ template }) => template !== tenant.template);
  const sum = (cards: Tenant['cards']) => cards.reduce((total, { count }) => total + count, 0);
  return (
    <section className="card stack" aria-label={`${say('admin.tenants')} ${tenant.name}`}>
      <h2>
        {say('admin.tenants')} · {tenant.name}
      </h2>
      <p>
        <span className={tenant.connected ? 'mark mark--deep' : 'mark mark--late'}>
          {say(tenant.connected ? 'admin.tenant.connected' : 'admin.tenant.apart')}
        </span>
      </p>
      <Budget label={say('admin.quota.api')} {...tenant.api} />
      <Budget label={say('admin.quota.push')} {...tenant.push} />
      <h3>{say('admin.template')}</h3>
      {tenant.template ? <p className="print">{tenant.template}</p> : <p>{say('admin.template.none')}</p>}
      <p className="small soft">
        {say('admin.template.cards', { n: sum(own) })}
        <br />
        {others.length > 0 && (
          <>
            {say('admin.template.others', { n: sum(others) })}
            <br />
          </>
        )}
        {say('admin.template.messages', { n: tenant.messages })}
      </p>
      <p className="small soft">
        {say('admin.template.shipped', {
          name: shipped.name,
          n: shipped.variables,
          file: shipped.file,
          print: shipped.sha256.slice(0, 12),
        })}
      </p>
      <FromFile file="config/tenants.yaml" />
    </section>
  );
}

function Budget({ label, used, limit }: { readonly label: string; readonly used: number; readonly limit: number }) {
  const say = useSay();
  const name = useId();
  const percent = Math.floor((used / limit) * 100);
  const isHigh = percent >= highFrom;
  return (
    <div className="stack stack--tight">
      <div className="row row--apart">
        <span id={name}>{label}</span>
        <span>
          {say('admin.quota.line', { used, limit, percent })}{' '}
          {isHigh && <span className="mark mark--late">{say('admin.quota.high')}</span>}
        </span>
      </div>
      <div
        className={isHigh ? 'gauge gauge--high' : 'gauge'}
        role="meter"
        aria-labelledby={name}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.min(percent, 100)}
      >
        <span style={{ width: `${Math.min(percent, 100)}%` }} />
      </div>
    </div>
  );
}
