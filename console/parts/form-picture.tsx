/** A drawing of a form: what is entered where, with the number of each value that is pasted. */
export interface Form {
  readonly lines: readonly Line[];
  /** The last one is the one to end with. */
  readonly buttons: readonly string[];
}

type Line = { readonly check: string } | { readonly field: string; readonly value: string; readonly number?: number };

const WIDTH = 520;
const MARGIN = 20;
const CHECK_HEIGHT = 30;
const FIELD_HEIGHT = 62;
const BUTTON_HEIGHT = 32;
const CHARACTER = 7.2;
/** Of a value that is shown in a field. */
const LONGEST = 54;

export function FormPicture({ form, label }: { form: Form; label: string }) {
  const tops = form.lines.map((_, index) => MARGIN + form.lines.slice(0, index).reduce(addHeight, 0));
  const buttonsTop = MARGIN + form.lines.reduce(addHeight, 0) + 8;
  const height = buttonsTop + BUTTON_HEIGHT + MARGIN;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={label} width="100%" style={{ maxWidth: WIDTH }}>
      <rect x="1" y="1" width={WIDTH - 2} height={height - 2} rx="8" fill="none" stroke="currentColor" opacity="0.35" />
      {form.lines.map((line, index) =>
        'check' in line ? (
          <Check key={line.check} y={tops[index]!} text={line.check} />
        ) : (
          <Field key={line.field} y={tops[index]!} {...line} />
        ),
      )}
      {form.buttons.map((text, index) => (
        <Button key={text} y={buttonsTop} text={text} isLast={index === form.buttons.length - 1} />
      ))}
    </svg>
  );
}

function addHeight(sum: number, line: Line): number {
  return sum + ('check' in line ? CHECK_HEIGHT : FIELD_HEIGHT);
}

function Check({ y, text }: { y: number; text: string }) {
  return (
    <g>
      <rect x={MARGIN} y={y} width="14" height="14" rx="3" fill="var(--mantine-color-indigo-6)" />
      <path d={`M${MARGIN + 3} ${y + 7}l3 3 6-6`} stroke="white" strokeWidth="2" fill="none" />
      <text x={MARGIN + 24} y={y + 12} fontSize="13" fill="currentColor">
        {text}
      </text>
    </g>
  );
}

function Field({ y, field, value, number }: { y: number; field: string; value: string; number?: number }) {
  const shown = value.length > LONGEST ? `${value.slice(0, LONGEST - 1)}…` : value;
  return (
    <g>
      <text x={MARGIN} y={y + 10} fontSize="12" fill="currentColor">
        {field}
      </text>
      <rect x={MARGIN} y={y + 18} width="450" height="30" rx="5" fill="none" stroke="currentColor" opacity="0.5" />
      <text x={MARGIN + 12} y={y + 37} fontSize="12" fontFamily="monospace" fill="currentColor">
        {shown}
      </text>
      {number && (
        <>
          <circle cx="490" cy={y + 33} r="11" fill="var(--mantine-color-indigo-6)" />
          <text x="490" y={y + 37} fontSize="12" textAnchor="middle" fill="white">
            {number}
          </text>
        </>
      )}
    </g>
  );
}

/** The last button stands on the right. */
function Button({ y, text, isLast }: { y: number; text: string; isLast: boolean }) {
  const width = text.length * CHARACTER + 32;
  const x = isLast ? WIDTH - MARGIN - width : MARGIN;
  const color = 'var(--mantine-color-indigo-6)';
  return (
    <g>
      <rect x={x} y={y} width={width} height={BUTTON_HEIGHT} rx="6" fill={isLast ? color : 'none'} stroke={color} />
      <text x={x + width / 2} y={y + 20} fontSize="12" textAnchor="middle" fill={isLast ? 'white' : 'currentColor'}>
        {text}
      </text>
    </g>
  );
}
