import { Counter, Gauge, Registry } from 'prom-client';

/** Figures for Prometheus: counts and ages, never anything of a patient. */
export function makeMetrics() {
  const registry = new Registry();
  const frames = new Counter({
    name: 'baton_frames_total',
    help: 'Frames from DingTalk by what became of them',
    labelNames: ['tenant', 'what'],
    registers: [registry],
  });
  const connected = new Gauge({
    name: 'baton_stream_connected',
    help: '1 while the stream to DingTalk is up',
    labelNames: ['tenant'],
    registers: [registry],
  });
  const inbox = new Gauge({
    name: 'baton_inbox',
    help: 'Kept events by state',
    labelNames: ['state'],
    registers: [registry],
  });
  const errands = new Gauge({
    name: 'baton_errands',
    help: 'Outgoing work by state',
    labelNames: ['state'],
    registers: [registry],
  });
  const quota = new Gauge({
    name: 'baton_quota_percent',
    help: "Used part of the month's budget",
    labelNames: ['tenant', 'budget'],
    registers: [registry],
  });
  const escalated = new Counter({
    name: 'baton_escalations_total',
    help: 'Deadlines that passed and were told',
    registers: [registry],
  });
  const alerts = new Gauge({
    name: 'baton_alerts',
    help: 'Safety alerts by tier: raised, and overridden with a reason',
    labelNames: ['tier', 'what'],
    registers: [registry],
  });
  const alertRate = new Gauge({
    name: 'baton_alerts_per_100_referrals',
    help: 'Safety alerts per 100 referrals by tier, beside the budget of config/safety.yaml',
    labelNames: ['tier', 'what'],
    registers: [registry],
  });
  const rulesForReview = new Gauge({
    name: 'baton_rules_for_review',
    help: 'Rules overridden more often than config/safety.yaml allows',
    registers: [registry],
  });
  const cdsFeedback = new Counter({
    name: 'baton_cds_feedback_total',
    help: 'Cards of the safety net in other systems by rule: accepted or overridden, and the coded reason',
    labelNames: ['rule', 'outcome', 'reason'],
    registers: [registry],
  });
  const surprises = new Counter({
    name: 'baton_surprises_total',
    help: 'Requests that failed in a way that has no name',
    registers: [registry],
  });
  const memory = new Gauge({ name: 'baton_resident_bytes', help: 'Memory of the process', registers: [registry] });
  return {
    registry,
    frames,
    connected,
    inbox,
    errands,
    quota,
    escalated,
    alerts,
    alertRate,
    rulesForReview,
    cdsFeedback,
    surprises,
    memory,
  };
}
export type Metrics = ReturnType<typeof makeMetrics>;
