import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

// The proofs that are too long for `npm test`.
export default defineConfig({ test: { ...base.test, include: ['test/formal/*.formal.ts'] } });
