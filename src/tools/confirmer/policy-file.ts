import { wordlist } from '@scure/bip39/wordlists/english.js';
import {
  ArrayNotEmpty,
  IsArray,
  IsFQDN,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  ValidateBy,
} from 'class-validator';
import { FINGERPRINT_WORDS } from '../../onboarding/keys/fingerprint.js';

const isFingerprint = (value: unknown) => {
  const words = typeof value === 'string' ? wordsOf(value) : [];
  return words.length === FINGERPRINT_WORDS && words.every((word) => wordlist.includes(word));
};
const AreFingerprints = () =>
  ValidateBy(
    {
      name: 'areFingerprints',
      validator: {
        validate: isFingerprint,
        defaultMessage: () => `each value in fingerprints has to be the ${FINGERPRINT_WORDS} words of a fingerprint`,
      },
    },
    { each: true },
  );

/** What a policy file may say. */
export class PolicyFile {
  @IsOptional()
  @IsArray({ message: 'domains has to be a list' })
  @ArrayNotEmpty()
  @IsFQDN(
    { require_tld: false },
    { each: true, message: 'each value in domains has to be a domain, like acme.example' },
  )
  domains?: string[];

  @IsOptional()
  @IsArray({ message: 'groups has to be a list' })
  @ArrayNotEmpty()
  @IsString({ each: true })
  @IsNotEmpty({ each: true })
  groups?: string[];

  @IsOptional()
  @IsArray({ message: 'fingerprints has to be a list, or the name of a file with one a line' })
  @ArrayNotEmpty()
  @AreFingerprints()
  fingerprints?: string[];

  @IsOptional()
  @Matches(/^\d{1,6}[smhd]$/, { message: 'delay has to be a duration, like 10m' })
  delay?: string;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100_000)
  maxPerHour?: number;
}

/** The words of a fingerprint, however they were written down. */
export function wordsOf(fingerprint: string): string[] {
  return fingerprint
    .toLowerCase()
    .split(/[\s-]+/)
    .filter(Boolean);
}
