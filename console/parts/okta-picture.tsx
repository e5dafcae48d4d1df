import { texts } from '../messages/index.js';

/** A drawing of the form in Okta into which the two values go. */
export function OktaPicture({ url }: { url: string }) {
  const shown = url.length > 52 ? `${url.slice(0, 50)}…` : url;
  return (
    <svg viewBox="0 0 520 232" role="img" aria-label={texts.scim.picture} width="100%" style={{ maxWidth: 520 }}>
      <rect x="1" y="1" width="518" height="230" rx="8" fill="none" stroke="currentColor" opacity="0.35" />
      <rect x="20" y="20" width="14" height="14" rx="3" fill="var(--mantine-color-indigo-6)" />
      <path d="M23 27l3 3 6-6" stroke="white" strokeWidth="2" fill="none" />
      <text x="44" y="32" fontSize="13" fill="currentColor">
        Enable API integration
      </text>
      <Field y={58} label={texts.scim.guideUrl} value={shown} number="1" />
      <Field y={112} label={texts.scim.guideToken} value="muster_scim_••••••••••••" number="2" />
      <rect x="20" y="178" width="170" height="32" rx="6" fill="none" stroke="var(--mantine-color-indigo-6)" />
      <text x="105" y="198" fontSize="12" textAnchor="middle" fill="currentColor">
        Test API Credentials
      </text>
      <rect x="430" y="178" width="70" height="32" rx="6" fill="var(--mantine-color-indigo-6)" />
      <text x="465" y="198" fontSize="12" textAnchor="middle" fill="white">
        Save
      </text>
    </svg>
  );
}

function Field({ y, label, value, number }: { y: number; label: string; value: string; number: string }) {
  return (
    <g>
      <text x="20" y={y} fontSize="12" fill="currentColor">
        {label}
      </text>
      <rect x="20" y={y + 8} width="450" height="30" rx="5" fill="none" stroke="currentColor" opacity="0.5" />
      <text x="32" y={y + 27} fontSize="12" fontFamily="monospace" fill="currentColor">
        {value}
      </text>
      <circle cx="490" cy={y + 23} r="11" fill="var(--mantine-color-indigo-6)" />
      <text x="490" y={y + 27} fontSize="12" textAnchor="middle" fill="white">
        {number}
      </text>
    </g>
  );
}
