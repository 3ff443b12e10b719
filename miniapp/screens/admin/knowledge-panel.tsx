import type { WorksShown } from '#src/contract/admin.ts';
import { CheckIcon, DoubtIcon } from '../../parts/icons.tsx';
import { useSpeech } from '../../words/words.ts';
import { FromFile } from './from-file.tsx';

/** The clinical tables as they lie on the disk: how many rows, how new, how far checked, and what is wrong. */
export function KnowledgePanel({ knowledge }: { readonly knowledge: WorksShown['knowledge'] }) {
  const { say } = useSpeech();
  const { tables, trouble, changes } = knowledge;
  return (
    <section className="card stack" aria-label={say('admin.knowledge')}>
      <h2>{say('admin.knowledge')}</h2>
      <div className={trouble ? 'notice notice--late' : 'notice'}>
        {trouble ? <DoubtIcon /> : <CheckIcon />}
        <div>
          {say(trouble ? 'admin.knowledge.trouble' : 'admin.knowledge.sound')} {say('admin.knowledge.unreviewed')}
          {trouble && (
            <p className="print" lang="en">
              {trouble}
            </p>
          )}
        </div>
      </div>
      {changes.length > 0 && <p>{say('admin.knowledge.changes', { files: changes.join(', ') })}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
      <section className="wide" tabIndex={0} aria-label={say('admin.knowledge')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{say('admin.knowledge.table')}</th>
              <th scope="col" className="number">
                {say('admin.knowledge.rows')}
              </th>
              <th scope="col">{say('admin.knowledge.version')}</th>
              <th scope="col">{say('admin.knowledge.evidence')}</th>
            </tr>
          </thead>
          <tbody>
            {tables.map(({ file, rows, version, evidence }) => (
              <tr key={file}>
                <th scope="row" className="print">
                  {file.replace('config/knowledge/', '')}
                </th>
                <td className="number">{rows}</td>
                <td>{version ?? '–'}</td>
                <td lang="en">
                  {Object.entries(evidence)
                    .map(([words, n]) => `${words}: ${n}`)
                    .join('; ') || '–'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <FromFile file="config/knowledge" />
    </section>
  );
}
