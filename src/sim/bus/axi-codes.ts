// Codes of AXI signals.

/** Responses. */
export const AxiResp = { OKAY: 0, EXOKAY: 1, SLVERR: 2, DECERR: 3 } as const;
/** A response code. */
export type AxiResp = (typeof AxiResp)[keyof typeof AxiResp];

/** Types of bursts. */
export const AxiBurst = { FIXED: 0, INCR: 1, WRAP: 2 } as const;
/** A type of burst. */
export type AxiBurst = (typeof AxiBurst)[keyof typeof AxiBurst];

/** Bits of a protection code. */
export const AxiProt = { PRIVILEGED: 1, NONSECURE: 2, INSTRUCTION: 4 } as const;

/** Name of a response code. */
export function respName(resp: number): string {
  return ['OKAY', 'EXOKAY', 'SLVERR', 'DECERR'][resp] ?? String(resp);
}

/** The response of a transfer of several parts: the last that is not OKAY. */
export function worse(before: AxiResp, next: number | bigint | undefined): AxiResp {
  return next === undefined || Number(next) === AxiResp.OKAY ? before : (Number(next) as AxiResp);
}
